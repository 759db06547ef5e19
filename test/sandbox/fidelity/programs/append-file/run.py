import os

open(os.path.expanduser("~/Documents/notes.txt"), "a").write("call Bob\n")
