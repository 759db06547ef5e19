/bin/sh -c '/usr/bin/env /bin/dash -c "/usr/bin/id -u; :"; :' > /dev/null
