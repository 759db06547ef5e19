import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileRules } from 'sigma-to-ts'

/** A text that must be refused: `# refused LINE:COLUMN REASON` lines say where and why, the first being line 1. */
export interface Refused {
  readonly name: string
  readonly text: string
  readonly wanted: readonly string[]
}

const folder = join(import.meta.dirname, 'refused')
const mark = /^# refused (\d+:\d+ .+)$/

/** Every text of the folder; in a file, each begins with its `# refused` lines. */
export function readRefused(): Refused[] {
  return readdirSync(folder)
    .sort()
    .flatMap((file) => split(file, readFileSync(join(folder, file), 'utf8')))
}

function split(file: string, text: string): Refused[] {
  const lines = text.split('\n')
  const starts = lines.flatMap((line, i) => (mark.test(line) && !mark.test(lines[i - 1] ?? '') ? [i] : []))
  return starts.map((start, i) => {
    const own = lines.slice(start, starts[i + 1])
    const wanted = own.flatMap((line) => mark.exec(line)?.[1] ?? [])
    return { name: `${file}:${start + 1} ${wanted[0] ?? ''}`, text: own.join('\n'), wanted }
  })
}

/** What differs between the refusals of a text and those it should get. */
export function checkRefusal({ name, text, wanted }: Refused): string[] {
  const { errors } = compileRules([{ path: name, text }])
  const said = errors.map(({ line, column, detail }) => `${line}:${column} ${detail}`)
  const unsaid = wanted.filter((one, i) => !fits(said[i], one))
  return unsaid.length === 0 && said.length === wanted.length
    ? []
    : [`${name}: refused with [${said.join('; ')}], not [${wanted.join('; ')}]`]
}

/** The same place, and the words of the reason somewhere in it. */
function fits(said: string | undefined, wanted: string): boolean {
  const [place = '', ...words] = wanted.split(' ')
  return said?.startsWith(`${place} `) === true && said.includes(words.join(' '))
}
