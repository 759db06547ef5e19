import { unlinkSync } from 'node:fs'

unlinkSync('/home/dana/.bash_history')
