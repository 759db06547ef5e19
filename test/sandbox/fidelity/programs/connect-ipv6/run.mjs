await (await fetch('http://[2001:db8::9]:8080/hello')).text()
