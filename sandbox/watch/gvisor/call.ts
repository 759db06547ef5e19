/** A call as gVisor tells it, at its start or at its end. */
export interface ToldCall {
  readonly phase: 'enter' | 'exit'
  readonly name: string
  readonly args: string
  /** At the end: what came back, as a number, and the error of the kernel when there was one. */
  readonly value?: number
  readonly errno?: number
}

/** A task's name is 15 bytes at most, and of its own choosing. */
const longestName = 15
const start = / ([EX]) ([a-z][a-z0-9_]*)\(/g
const end =
  /^(.*)\) = (0x[0-9a-f]+|-?\d+) \((?:0x[0-9a-f]+)\)(?: errno=(\d+) \([^()]*\))? \([\d.]+(?:ns|µs|ms|s|m[\d.]+s|h[\dms.]+)\)$/s

/**
 * Takes `NAME E call(args)` or `NAME X call(args) = value (hex) errno=N (words) (duration)` apart. `none` when it is
 * another message; undefined when it cannot be told where the name of the task ends, because it looks like a call.
 */
export function readTold(text: string, known: (name: string) => boolean): ToldCall | 'none' | undefined {
  const found = [...text.slice(0, 64).matchAll(start)].filter(
    ({ index, 2: name = '' }) => Buffer.byteLength(text.slice(0, index)) <= longestName && known(name),
  )
  const [first, ...others] = found
  if (first === undefined) return 'none'
  if (others.length > 0) return undefined
  const [matched, phase, name = ''] = first
  const rest = text.slice(first.index + matched.length)
  if (phase === 'E') return rest.endsWith(')') ? { phase: 'enter', name, args: rest.slice(0, -1) } : undefined
  const [, args, value, errno] = end.exec(rest) ?? []
  if (args === undefined) return undefined
  return {
    phase: 'exit',
    name,
    args,
    value: Number(value),
    ...(errno === undefined ? {} : { errno: Number(errno) }),
  }
}
