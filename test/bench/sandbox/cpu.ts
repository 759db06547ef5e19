import { readFileSync } from 'node:fs'

const ticksPerSecond = 100

/** Seconds of CPU that this process and every child that has ended and was waited for have used. */
export function cpuSeconds(): number {
  const fields = readFileSync('/proc/self/stat', 'latin1').split(') ')[1]?.split(' ') ?? []
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / ticksPerSecond
}
