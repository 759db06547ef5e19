printf 'beacon-of-nobody' > /dev/udp/203.0.113.12/9999
