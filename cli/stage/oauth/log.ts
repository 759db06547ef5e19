import { createHash } from 'node:crypto'
import { appendFile } from 'node:fs/promises'

/** A raw log as a service writes it: one JSON object per line, in order. */
export interface RawLog {
  write(line: Readonly<Record<string, unknown>>): void
  /** Everything written so far, parsed. */
  readonly lines: readonly Readonly<Record<string, unknown>>[]
  /** Resolves when every line is in the file. */
  flushed(): Promise<void>
}

/** Keeps the lines in memory and, with a path, in a file. `told` hears each line as it is written. */
export function createRawLog(path?: string, told?: (line: string) => void): RawLog {
  const lines: Readonly<Record<string, unknown>>[] = []
  let written: Promise<void> = Promise.resolve()
  return {
    lines,
    write: (line) => {
      lines.push(line)
      const text = JSON.stringify(line)
      if (path !== undefined) written = written.then(() => appendFile(path, `${text}\n`, { mode: 0o600 }))
      told?.(text)
    },
    flushed: () => written,
  }
}

/** How logs name a token without giving it away: SHA-256, lower-case hex. */
export function tokenDigest(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
