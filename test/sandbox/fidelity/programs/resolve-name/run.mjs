import { lookup } from 'node:dns/promises'

await lookup('updates.evil.example')
