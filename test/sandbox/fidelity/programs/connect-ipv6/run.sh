curl -s 'http://[2001:db8::9]:8080/hello' > /dev/null
