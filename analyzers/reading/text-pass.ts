import type { Fact } from '@clawback/model'

import type { CodeSource } from '../code/read.js'
import type { InstructionOptions } from '../instructions/options.js'
import { readInstructions, readRaw, readText } from '../instructions/read.js'
import { plainTextsOf } from '../instructions/revealed.js'
import { compileTextProbes } from '../instructions/text-probes.js'
import type { LoadedFile, Walk } from './walk.js'
import { attempt, ownVersion } from './walk.js'

/** Text looked at per file, in UTF-16 units. */
const most = 1_000_000

/** UTF-16 units of pages from which on it means something that they do not speak of a thing. */
const least = 400

export interface TextPass {
  /** Facts of one file's text; the code found inside goes to `code`. */
  read(loaded: LoadedFile, code: CodeSource[]): readonly Fact[]
  /** Facts of a file of no known kind that a page names: a model told to look at it reads it like a page. */
  readNamed(loaded: LoadedFile, code: CodeSource[]): readonly Fact[]
  /** What the descriptions of declared tools say; `facts` are those of the code. */
  readTools(facts: readonly Fact[]): readonly Fact[]
  /** What the pages leave unsaid; none where some of the artifact was not looked at, or hardly anything is said. */
  unsaid(facts: readonly Fact[]): readonly Fact[]
  gaps(): readonly Fact[]
}

const looksAtNothing: TextPass = {
  read: () => [],
  readNamed: () => [],
  readTools: () => [],
  unsaid: () => [],
  gaps: () => [],
}

/** Looks at text: documents in full, everything else for what is hidden or encoded in it. */
export async function openTextPass(walk: Walk): Promise<TextPass> {
  const { wanted, outcomes, engines } = walk
  const context = walk.context.as('text', ownVersion)
  if (!wanted.has('text')) return looksAtNothing
  const options: InstructionOptions = {
    parse: await engines.markdown(),
    probes: compileTextProbes(walk.probes, context),
    context,
  }
  // Most packs have no model: what it takes to score with one is loaded where one is.
  const models = walk.probes.some(({ kind }) => kind === 'text-model')
    ? await engines.textModels(walk.probes)
    : undefined
  const pages: { readonly path: string; readonly units: number }[] = []
  return {
    read({ file: { path }, text, reader }, code) {
      if (text === undefined || text === '') return []
      outcomes.used('text', ownVersion)
      const shown = text.slice(0, most)
      const cut =
        text.length > most
          ? [context.gap('too-large', path, `Only the first ${most} characters were read as text.`, true)]
          : []
      const found = attempt('text', path, walk, () => {
        if (reader.as !== 'document')
          return readRaw({ path, text: shown, isCode: reader.as !== 'text' }, options)
        pages.push({ path, units: shown.length })
        const reading = readInstructions({ path, text: shown, addressee: reader.addressee }, options)
        code.push(...reading.code)
        return reading.facts
      })
      const scored =
        reader.as === 'document'
          ? attempt('text', path, walk, () => models?.facts(path, shown, context) ?? [])
          : []
      return [...found, ...scored, ...cut]
    },
    readNamed({ file: { path }, text = '' }, code) {
      return attempt('text', path, walk, () => {
        const reading = readInstructions({ path, text: proseOf(path, text), addressee: 'unknown' }, options)
        code.push(...reading.code)
        return reading.facts
      })
    },
    readTools(facts) {
      return facts
        .filter(({ kind }) => kind === 'tool.describe')
        .flatMap((fact) => {
          const [path, line] = [fact['file.path'] ?? '', fact['code.line.number'] ?? 1]
          const text = fact['gen_ai.tool.description'] ?? ''
          return attempt('text', path, walk, () => [
            ...[text, fact['text.content'] ?? ''].flatMap((said) =>
              said === '' ? [] : readText(said, { path, line, role: 'tool-description' }, options),
            ),
            // The model reads it as it was meant, so it is described once more in those words.
            ...plainTextsOf(text).map((plain) =>
              context.buildFact('tool.describe', {
                'file.path': path,
                'code.line.number': line,
                'code.line.end': fact['code.line.end'],
                'gen_ai.tool.name': fact['gen_ai.tool.name'],
                'gen_ai.tool.description': plain.text,
                'text.encoding': plain.how,
              }),
            ),
          ])
        })
    },
    unsaid(facts) {
      const [first] = pages
      const units = pages.reduce((sum, page) => sum + page.units, 0)
      const isWhole = !facts.some((fact) => fact.kind === 'read.gap' && fact['gap.material'] === true)
      return first !== undefined && isWhole && units >= least ? options.probes.absent(first.path) : []
    },
    gaps: () => [...options.probes.gaps(), ...(models?.gaps(context) ?? [])],
  }
}

/**
 * What of a data file is prose, line by line: the values of JSON, and YAML without its indentation, which would be
 * code blocks of a page; any other text as it is.
 */
function proseOf(path: string, text: string): string {
  if (/\.ya?ml$/i.test(path))
    return text
      .replace(/^[ \t]+/gm, '')
      .replace(/\n(?![\w.-]+[ \t]*:(?:\s|$)|- |#|\n|$)/g, ' ')
      .slice(0, most)
  if (!/\.jsonl?$|\.json5$|\.ndjson$/i.test(path)) return text.slice(0, most)
  return text.replace(/[^\n]+/g, (line) =>
    Array.from(line.matchAll(/"((?:[^"\\]|\\.){16,})"/g), ([, value = '']) => plainValue(value)).join(' '),
  )
}

/** A JSON string without its escapes; on one line. */
function plainValue(escaped: string): string {
  try {
    return String(JSON.parse(`"${escaped}"`)).replaceAll('\n', ' ')
  } catch {
    return escaped
  }
}
