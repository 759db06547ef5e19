import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'

writeFileSync('/tmp/dropped', '#!/bin/sh\n:\n', { mode: 0o755 })
spawnSync('/tmp/dropped')
