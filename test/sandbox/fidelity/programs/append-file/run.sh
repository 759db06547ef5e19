echo 'call Bob' >> ~/Documents/notes.txt
