import { chmodSync } from 'node:fs'

chmodSync('/home/dana/project/README.md', 0o4755)
