import os

home = os.path.expanduser("~")
os.rename(home + "/Documents/notes.txt", home + "/Documents/notes.locked")
