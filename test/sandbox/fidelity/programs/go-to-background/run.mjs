import { spawn } from 'node:child_process'

spawn('/bin/sh', ['-c', 'sleep 0.1; echo > /tmp/later'], { detached: true, stdio: 'ignore' }).unref()
