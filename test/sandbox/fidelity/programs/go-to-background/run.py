import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(0.1)
        open("/tmp/later", "w").close()
    os._exit(0)
