import { appendFileSync } from 'node:fs'

appendFileSync('/home/dana/Documents/notes.txt', 'call Bob\n')
