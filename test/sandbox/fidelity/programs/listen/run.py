import socket

door = socket.socket()
door.bind(("0.0.0.0", 4555))
door.listen(1)
