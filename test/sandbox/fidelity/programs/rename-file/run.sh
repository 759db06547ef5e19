mv ~/Documents/notes.txt ~/Documents/notes.locked
