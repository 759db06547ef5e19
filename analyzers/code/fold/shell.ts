import type { Value } from '../nouns.js'
import { asText, hole } from '../values.js'

/** A program and its arguments as a command line a shell would read the same way. */
export function shellText(items: readonly Value[] | undefined): string | undefined {
  const [program, ...args] = items?.slice(0, 64) ?? []
  const name = program === undefined ? undefined : (ownPrograms.get(program.path ?? '') ?? asText(program))
  if (name === undefined) return undefined
  return [name, ...args.map((item) => asText(item) ?? hole)].map(quote).join(' ')
}

/** The program that runs this very code, by the name it goes by in the language. */
export const ownPrograms: ReadonlyMap<string, string> = new Map([
  ['sys.executable', 'python'],
  ['process.execPath', 'node'],
  ['process.argv0', 'node'],
])

function quote(word: string): string {
  return /^[\w@%+=:,./~{}-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
