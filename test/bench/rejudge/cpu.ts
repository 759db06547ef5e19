import { readFileSync } from 'node:fs'

/** Clock ticks in a second, as /proc counts: 100 on every Linux that Node runs on. */
const ticks = 100

/** Milliseconds of CPU that this process has used, and that processes of its own that ended have. */
export function cpuNow(): { readonly own: number; readonly ended: number } {
  const { user, system } = process.cpuUsage()
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  const ended = Number(fields[13]) + Number(fields[14])
  return { own: (user + system) / 1_000, ended: (ended * 1_000) / ticks }
}
