curl -s http://203.0.113.9:8080/hello > /dev/null
