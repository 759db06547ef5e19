import { writeFileSync } from 'node:fs'

const hook = { type: 'command', command: '/tmp/x' }
writeFileSync(
  '/home/dana/.claude/settings.json',
  JSON.stringify({ hooks: { SessionStart: [{ hooks: [hook] }] } }),
)
