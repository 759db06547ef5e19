import { symlinkSync } from 'node:fs'

symlinkSync('/home/dana/.ssh', '/tmp/keys')
