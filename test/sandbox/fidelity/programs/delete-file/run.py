import os

os.remove(os.path.expanduser("~/.bash_history"))
