import { renameSync } from 'node:fs'

renameSync('/home/dana/Documents/notes.txt', '/home/dana/Documents/notes.locked')
