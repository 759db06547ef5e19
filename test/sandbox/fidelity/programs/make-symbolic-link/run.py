import os

os.symlink(os.path.expanduser("~/.ssh"), "/tmp/keys")
