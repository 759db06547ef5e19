/** One record of gVisor's log, of a task of the sample. `at` is milliseconds since the epoch. */
export interface TaskMessage {
  readonly at: number
  /** Process and thread, in the pid namespace of the cell. */
  readonly pid: number
  readonly tid: number
  readonly text: string
}

const task = /^\[ *(\d{1,9}): *(\d{1,9})\] (.*)$/s
const time = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/

/**
 * The records of one line, mostly one. gVisor writes a record and its line break apart, so records of threads that write
 * at once share a line, and an empty one follows. A quote inside a text is escaped: none can hold this seam.
 */
export function recordsOf(line: string): string[] {
  if (line === '') return []
  const parts = line.split('"}{"msg":"')
  return parts.map(
    (part, index) => `${index === 0 ? '' : '{"msg":"'}${part}${index === parts.length - 1 ? '' : '"}'}`,
  )
}

/**
 * Reads one record as `runsc --debug-log-format=json` writes it. JSON, so that no name a sample chooses can begin a line
 * of its own. `none` for what gVisor says about itself; undefined when the line is not of that form.
 */
export function readMessage(line: string): TaskMessage | 'none' | undefined {
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(line, 'latin1').toString('utf8'))
  } catch {
    return undefined
  }
  const { msg, time: stamp } = (value ?? {}) as { readonly msg?: unknown; readonly time?: unknown }
  if (typeof msg !== 'string' || typeof stamp !== 'string') return undefined
  const [, pid, tid, text] = task.exec(msg) ?? []
  if (text === undefined) return 'none'
  const [, second, fraction = '0'] = time.exec(stamp) ?? []
  const whole = Date.parse(`${second ?? ''}Z`)
  if (Number.isNaN(whole)) return undefined
  return { at: whole + Number(`0.${fraction}`) * 1000, pid: Number(pid), tid: Number(tid), text }
}
