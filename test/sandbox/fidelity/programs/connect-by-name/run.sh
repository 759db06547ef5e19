curl -s http://drop.evil.example:8080/hello > /dev/null
