import socket

socket.gethostbyname("updates.evil.example")
