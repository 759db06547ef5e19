import type { Fact, Probe } from '@clawback/model'

import type { ReadContext } from '../context.js'
import type { Grammar, Language, ParseProblem } from '../syntax/grammar.js'
import { indexLines } from '../syntax/lines.js'
import { adapterOf } from './adapters.js'
import type { QueryHit } from './facts.js'
import { codeFacts } from './facts.js'
import { createInterpreter } from './interpret/interpreter.js'
import { lineOf } from './interpret/machine.js'
import type { Reach, ServedTool } from './interpret/reach.js'
import { createReach } from './interpret/reach.js'
import { openServed } from './served.js'
import type { Unit, Within } from './nouns.js'
import { createObservations } from './observations.js'
import type { CodeQueries } from './queries.js'
import { openQueries } from './queries.js'
import { specsOf } from './specs.js'

/** A text of code to be read: a file, or a block inside a document. */
export interface CodeSource {
  readonly path: string
  readonly language: Language
  readonly text: string
  /** Added to a line of the text to give the line of the file. */
  readonly lineOffset?: number
  /** Where in a document it stands; a file of code has none. */
  readonly within?: Within
  /** Tools whose work hands this text to an interpreter. */
  readonly tools?: readonly ServedTool[] | undefined
}

export interface CodeOptions {
  readonly grammar: Grammar
  readonly probes: readonly Probe[]
  readonly context: ReadContext
  /** Texts of the artifact's data files by path: a program that reads one reads what is known. */
  readonly data?: ReadonlyMap<string, string>
  /** How often the texts of the artifact name a host; undefined where that is not known. */
  readonly mentions?: (domain: string) => number | undefined
  /** Milliseconds for one source, parsing and following apart. */
  readonly msPerSource?: number
  /** Steps of work for one source. */
  readonly steps?: number
}

const listedOnly = 'Calls and imports were read; data in this language is followed little or not at all.'

const defaults = { msPerSource: 1000, steps: 400_000, embeddedDepth: 3, embeddedPerUnit: 64 }

/**
 * Reads code of one artifact: calls, imports, strings, definitions, declared tools, and data flow by the taint probes.
 * Sources see each other as modules. Code in strings that is handed to an interpreter is read too, to a depth.
 * What could not be followed is a `read.gap`; nothing is executed.
 */
export async function readCode(sources: readonly CodeSource[], options: CodeOptions): Promise<Fact[]> {
  const { context } = options
  const specs = specsOf(options.probes)
  const queries = openQueries(options.grammar, options.probes, context)
  const files = new Map<string, Unit>()
  /** Files of languages in which those of one folder are one module, by folder. */
  const folders = new Map<string, Unit[]>()
  const deadline = { at: 0 }
  const reach = createReach()
  const interpreter = createInterpreter({
    specs,
    reach,
    steps: options.steps ?? defaults.steps,
    data: (path) => options.data?.get(path),
    spent: () => context.clock.monotonic() > deadline.at || context.budget.spent(),
    find: (module, from) =>
      from.semantics
        .moduleFiles(module, from.path, (path) => options.data?.get(path))
        .map((path) => folders.get(path)?.[0] ?? files.get(path))
        .find((unit) => unit !== undefined),
    together: (unit) => {
      const beside = folders.get(folderOf(unit.path)) ?? []
      return beside.includes(unit) ? beside : [unit]
    },
  })

  const opened: Opened[] = []
  const gaps: Fact[] = []
  for (const source of sources) {
    if (context.budget.spent()) {
      gaps.push(
        context.gap('budget', source.path, 'The time for this artifact was used up before this code.', true),
      )
      continue
    }
    const one = await openSource(source, 0, queries, options)
    opened.push(one)
    if (source.lineOffset !== undefined) continue
    files.set(source.path, one.unit)
    if (one.unit.semantics.wholeFolders !== true) continue
    const folder = folderOf(source.path)
    folders.set(folder, [...(folders.get(folder) ?? []), one.unit])
  }

  const facts: Fact[] = []
  for (let at = 0; at < opened.length; at++) {
    const one = opened[at]
    if (one === undefined) break
    deadline.at = context.clock.monotonic() + (options.msPerSource ?? defaults.msPerSource)
    const ending = interpreter.follow(one.unit)
    if (ending !== 'done') gaps.push(followGap(ending, one.unit, context))
    for (const inner of embeddedSources(one.unit, reach))
      opened.push(await openSource(inner, one.unit.depth + 1, queries, options))
  }
  const around = {
    specs,
    reach,
    stands: openWords([...opened.map(({ unit }) => unit.text), ...(options.data?.values() ?? [])]),
    mentions: options.mentions ?? (() => undefined),
  }
  // Facts come last: following one unit may show more in another.
  for (const { unit, hits, problems, isFile } of opened) {
    for (const fact of codeFacts(unit, hits, around, context)) facts.push(fact)
    for (const problem of problems)
      if (isLoss(problem, isFile, unit)) gaps.push(parseGap(problem, unit, context))
    if (isFile && adapterOf(unit.language).onlyListed === true)
      gaps.push(context.gap('not-followed', unit.path, listedOnly, true))
    if (unit.seen.dropped > 0)
      gaps.push(context.gap('too-many', unit.path, `${unit.seen.dropped} observations were left out.`, false))
  }
  return [...facts, ...gaps, ...queries.gaps()]
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1)
}

interface Opened {
  readonly unit: Unit
  readonly hits: readonly QueryHit[]
  readonly problems: readonly ParseProblem[]
  /** A file of its own, not a block of a document or a text inside other code. */
  readonly isFile: boolean
}

async function openSource(
  source: CodeSource,
  depth: number,
  queries: CodeQueries,
  options: CodeOptions,
): Promise<Opened> {
  const { grammar } = options
  const { semantics, lower, before } = adapterOf(source.language)
  const isFile = source.lineOffset === undefined && depth === 0
  const opening = isFile ? '' : (before?.(source.text) ?? '')
  const parse = await grammar.parse(source.language, opening + source.text, {
    ms: options.msPerSource ?? defaults.msPerSource,
  })
  try {
    const unit: Unit = {
      path: source.path,
      language: source.language,
      text: parse.text,
      lines: indexLines(parse.text),
      lineOffset: (source.lineOffset ?? 0) - (opening.split('\n').length - 1),
      within: source.within,
      tools: source.tools,
      depth,
      body: lower(parse),
      semantics,
      seen: createObservations(),
    }
    return {
      unit,
      hits: queries.run(parse),
      problems: parse.problems,
      isFile,
    }
  } finally {
    parse.release()
  }
}

/** Whether a word stands in one of the texts, in any case; they are put into lower case when first asked. */
function openWords(texts: readonly string[]): (word: string) => boolean {
  let lower: readonly string[] | undefined
  return (word) => {
    lower ??= texts.map((text) => text.toLowerCase())
    const wanted = word.toLowerCase()
    return lower.some((text) => text.includes(wanted))
  }
}

function embeddedSources(unit: Unit, reach: Reach): CodeSource[] {
  if (unit.depth >= defaults.embeddedDepth || unit.seen.embedded.size === 0) return []
  const served = openServed(unit, reach)
  return [...unit.seen.embedded.values()]
    .slice(0, defaults.embeddedPerUnit)
    .map(({ at, language, text }) => ({
      path: unit.path,
      language,
      text,
      tools: served.at(at),
      lineOffset: lineOf(unit, placeOf(unit, at, text)) - 1,
      ...(unit.within === undefined ? {} : { within: unit.within }),
    }))
}

/** Snippets in prose and texts in strings need not be whole programs: that they are not is no loss. */
function isLoss(problem: ParseProblem, isFile: boolean, unit: Unit): boolean {
  return isFile || (unit.depth === 0 && problem.reason !== 'syntax')
}

/** Where the text stands in its unit when it stands there as it is, else where it is used. */
function placeOf(unit: Unit, at: { readonly start: number; readonly end: number }, text: string): number {
  const found = unit.text.indexOf(text.slice(0, 200), at.start)
  return found === -1 ? at.start : found
}

function followGap(ending: 'spent' | 'too-deep', unit: Unit, context: ReadContext): Fact {
  const detail =
    ending === 'spent'
      ? 'The code was not followed to its end: too much work.'
      : 'The code is nested too deep to follow.'
  return context.gap(ending === 'spent' ? 'budget' : 'too-deep', unit.path, detail, true)
}

const gapReasons: Readonly<
  Record<ParseProblem['reason'], readonly [reason: string, detail: string, material: boolean]>
> = {
  syntax: ['syntax', 'The grammar met text it does not know; the rest was read.', false],
  time: ['budget', 'Parsing took too long; nothing of this code was read.', true],
  depth: ['too-deep', 'Nested too deep; the innermost parts were not read.', true],
  size: ['too-large', 'The file is longer than the limit; the end was not read.', true],
}

function parseGap(problem: ParseProblem, unit: Unit, context: ReadContext): Fact {
  const [reason, detail, material] = gapReasons[problem.reason]
  return context.gap(reason, unit.path, `line ${problem.line + unit.lineOffset}: ${detail}`, material)
}
