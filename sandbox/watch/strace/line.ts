/** One line of the kernel trace, told apart but not yet understood. `at` is milliseconds since the epoch. */
export type TraceLine =
  | (Head & { readonly type: 'call'; readonly name: string; readonly args: string; readonly result: string })
  | (Head & { readonly type: 'entered'; readonly name: string; readonly args: string })
  | (Head & { readonly type: 'resumed'; readonly name: string; readonly rest: string })
  | (Head & { readonly type: 'signal'; readonly signal: string; readonly info: string })
  | (Head & { readonly type: 'exited'; readonly code: number })
  | (Head & { readonly type: 'killed'; readonly signal: string })

interface Head {
  readonly tid: number
  readonly at: number
}

const head = /^(\d{1,10}) +(\d{1,12})\.(\d{6}) (.*)$/
const finished = /^(\w+)\((.*)\) += (.+)$/
const unfinished = /^(\w+)\((.*) <unfinished \.\.\.>$/
const resumed = /^<\.\.\. (\w+) resumed>(.*)$/
const signal = /^--- (SIG\w+) (\{.*\}) ---$/
const exited = /^\+\+\+ exited with (\d+) \+\+\+$/
const killed = /^\+\+\+ killed by (SIG\w+)(?: \(core dumped\))? \+\+\+$/
const superseded = /^\+\+\+ superseded by execve in pid (\d+) \+\+\+$/

/**
 * Reads one line as `strace -f -xx -ttt -o` writes it. Strings are hexadecimal, so nothing a sample names can look
 * like syntax. Undefined when the line is not of that form; the caller counts those.
 */
export function readLine(text: string): TraceLine | undefined {
  const [, tid, seconds, micros, body] = head.exec(text) ?? []
  if (body === undefined) return undefined
  const at = { tid: Number(tid), at: Number(seconds) * 1000 + Number(micros) / 1000 }
  let found = finished.exec(body)
  if (found !== null)
    return { ...at, type: 'call', name: found[1] ?? '', args: found[2] ?? '', result: found[3] ?? '' }
  found = unfinished.exec(body)
  if (found !== null) return { ...at, type: 'entered', name: found[1] ?? '', args: found[2] ?? '' }
  found = resumed.exec(body)
  if (found !== null) return { ...at, type: 'resumed', name: found[1] ?? '', rest: found[2] ?? '' }
  found = signal.exec(body)
  if (found !== null) return { ...at, type: 'signal', signal: found[1] ?? '', info: found[2] ?? '' }
  found = exited.exec(body)
  if (found !== null) return { ...at, type: 'exited', code: Number(found[1]) }
  found = killed.exec(body)
  if (found !== null) return { ...at, type: 'killed', signal: found[1] ?? '' }
  // A thread that called exec takes over its leader's id: the thread ends here.
  if (superseded.test(body)) return { ...at, type: 'exited', code: 0 }
  return undefined
}

const ending = /^(.*)\) += (.+)$/

/** Joins a call with its later end. Undefined when the end does not fit. */
export function joinCall(
  start: Extract<TraceLine, { type: 'entered' }>,
  end: Extract<TraceLine, { type: 'resumed' }>,
): Extract<TraceLine, { type: 'call' }> | undefined {
  const [, rest, result] = ending.exec(end.rest) ?? []
  if (rest === undefined || result === undefined || start.name !== end.name) return undefined
  return { type: 'call', tid: start.tid, at: start.at, name: start.name, args: start.args + rest, result }
}
