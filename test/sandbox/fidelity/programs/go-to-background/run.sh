(setsid /bin/sh -c 'sleep 0.1; echo > /tmp/later' &) > /dev/null 2>&1
