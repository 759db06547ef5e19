import type { Seen } from './seen.js'

/** Lines that say how a reading went; `seconds` are those of the wall, starts of processes included. */
export function summary(seen: readonly Seen[], seconds: number): string[] {
  const read = seen.filter(({ problem }) => problem === undefined)
  const sum = (of: (one: Seen) => number): number => read.reduce((total, one) => total + of(one), 0)
  const files = sum((one) => one.files)
  const megabytes = sum((one) => one.bytes) / 1e6
  const cpu = sum((one) => one.cpu)
  const slowest = [...read].sort((a, b) => b.ms - a.ms).slice(0, 10)
  return [
    `${(read.length / seconds).toFixed(1)} skills/s, ${(files / seconds).toFixed(0)} files/s, ${(megabytes / seconds).toFixed(2)} MB/s in ${seconds.toFixed(1)} s`,
    `processor time: ${(cpu / read.length).toFixed(1)} ms a skill, ${(read.length / (cpu / 1_000)).toFixed(1)} skills/s of one core, ${(cpu / megabytes).toFixed(0)} ms/MB, ${sum((one) => one.records)} records`,
    `reading and SHA-256 of the same bytes alone: ${(sum((one) => one.plain) / read.length).toFixed(2)} ms a skill; reading and judging takes ${(sum((one) => one.ms) / sum((one) => one.plain)).toFixed(0)} times as long`,
    `memory at most ${Math.round(Math.max(0, ...read.map(({ rss }) => rss)) / 2 ** 20)} MiB a process`,
    `not looked at: ${tally(read.flatMap(({ gaps }) => gaps))}; not read at all: ${seen.length - read.length}`,
    ...seen
      .filter(({ problem }) => problem !== undefined)
      .map(({ path, problem }) => `  ${path}: ${problem ?? ''}`),
    'slowest:',
    ...slowest.map((one) => `  ${one.ms.toFixed(0)} ms ${one.path} (${one.files} files, ${one.bytes} bytes)`),
  ]
}

function tally(reasons: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts].map(([reason, count]) => `${reason} ${count}`).join(', ') || 'nothing'
}
