mkdir -p ~/.config/systemd/user
printf '[Service]\nExecStart=/tmp/x\n' > ~/.config/systemd/user/x.service
