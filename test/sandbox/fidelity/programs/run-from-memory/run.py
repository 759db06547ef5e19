import os

fd = os.memfd_create("x")
os.write(fd, open("/bin/true", "rb").read())
os.execve(fd, ["kworker"], {})
