import socket

link = socket.create_connection(("203.0.113.11", 4444))
link.sendall(b"\x01\x02beacon-of-nobody\n")
link.close()
