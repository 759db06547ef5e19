import { ClawbackError } from '@clawback/model'

import { startDeadline } from './deadline.js'
import type { Capture, Grammar, Language, Parse, ParseLimits } from './grammar.js'
import { defaultParseLimits } from './grammar.js'
import { indexLines } from './lines.js'
import { mendText } from './mend.js'
import type { PlainTree, Symbols } from './plain.js'
import { problemsOf } from './plain.js'
import { cutText, emptyParse } from './text.js'

/** A captured node as both bindings give it. */
interface FoundNode {
  readonly type: string
  readonly startIndex: number
  readonly endIndex: number
}

export type RunQuery<Tree> = (tree: Tree) => readonly { readonly name: string; readonly node: FoundNode }[]

/** What differs between the bindings; the rest of the port is here once. */
export interface Binding<Loaded, Tree> {
  readonly engine: string
  readonly version: string
  load(language: Language): Promise<Loaded>
  /** Undefined when the time passed first. */
  parse(grammar: Loaded, text: string, passed: () => boolean): Tree | undefined
  copy(tree: Tree, limits: ParseLimits, symbols: Symbols): PlainTree
  /** Throws when the query is wrong. */
  compile(grammar: Loaded, source: string): RunQuery<Tree>
  free(tree: Tree): void
}

/** Makes the port out of a binding: limits, problems, release, and queries compiled once. */
export function openGrammar<Loaded, Tree>(binding: Binding<Loaded, Tree>): Grammar {
  const loaded = new Map<Language, Promise<Loaded>>()
  const symbols = new Map<Language, Symbols>()
  const held = new WeakMap<Parse, { readonly tree: Tree; readonly grammar: Loaded }>()
  const queries = new Map<string, RunQuery<Tree>>()
  return {
    engine: binding.engine,
    version: binding.version,
    async parse(language, text, some) {
      const limits = { ...defaultParseLimits, ...some }
      const loading = loaded.get(language) ?? binding.load(language)
      loaded.set(language, loading)
      const grammar = await loading
      const shown = cutText(text, limits.units)
      const tree = binding.parse(grammar, mendText(language, shown), startDeadline(limits.ms))
      if (tree === undefined) return emptyParse(language, shown)
      const known = symbols.get(language) ?? (new Map() as Symbols)
      symbols.set(language, known)
      const plain = binding.copy(tree, limits, known)
      const parse: Parse = {
        language,
        text: shown,
        root: plain.root,
        problems: problemsOf(plain, indexLines(shown), text.length - shown.length, shown.length),
        release: () => {
          if (held.delete(parse)) binding.free(tree)
        },
      }
      held.set(parse, { tree, grammar })
      return parse
    },
    query(parse, source, limit = 1000) {
      const now = held.get(parse)
      if (now === undefined) return []
      const key = `${parse.language}\n${source}`
      const run = queries.get(key) ?? compile(binding, now.grammar, source)
      queries.set(key, run)
      return run(now.tree).slice(0, limit).map(toCapture)
    },
  }
}

function toCapture({ name, node }: { readonly name: string; readonly node: FoundNode }): Capture {
  return { name, type: node.type, start: node.startIndex, end: node.endIndex }
}

function compile<Loaded, Tree>(
  binding: Binding<Loaded, Tree>,
  grammar: Loaded,
  source: string,
): RunQuery<Tree> {
  try {
    return binding.compile(grammar, source)
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause)
    throw new ClawbackError('RULE_INVALID', { where: 'query', detail, mend: 'Mend the query.' }, cause)
  }
}
