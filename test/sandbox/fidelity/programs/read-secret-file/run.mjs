import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'

readFileSync(`${homedir()}/.aws/credentials`)
