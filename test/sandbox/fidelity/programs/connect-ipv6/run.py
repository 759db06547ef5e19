import urllib.request

urllib.request.urlopen("http://[2001:db8::9]:8080/hello").read()
