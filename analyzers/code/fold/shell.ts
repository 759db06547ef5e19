import type { Value } from '../nouns.js'
import { asText, hole } from '../values.js'

/** A program and its arguments as a command line a shell would read the same way. */
export function shellText(items: readonly Value[] | undefined): string | undefined {
  const [program] = items ?? []
  if (items === undefined || program === undefined || asText(program) === undefined) return undefined
  return items
    .slice(0, 64)
    .map((item) => quote(asText(item) ?? hole))
    .join(' ')
}

function quote(word: string): string {
  return /^[\w@%+=:,./~{}-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
