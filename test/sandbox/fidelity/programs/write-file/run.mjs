import { writeFileSync } from 'node:fs'

writeFileSync('/tmp/loot', 'data')
