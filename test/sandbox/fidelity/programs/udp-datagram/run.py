import socket

socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"beacon-of-nobody", ("203.0.113.12", 9999))
