import os

os.chmod(os.path.expanduser("~/project/README.md"), 0o4755)
