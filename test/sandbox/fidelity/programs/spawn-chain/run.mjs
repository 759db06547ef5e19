import { spawnSync } from 'node:child_process'

spawnSync('/bin/sh', ['-c', '/usr/bin/env /bin/dash -c "/usr/bin/id -u; :"; :'])
