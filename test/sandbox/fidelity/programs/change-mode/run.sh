chmod 4755 ~/project/README.md
