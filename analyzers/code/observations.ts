import type { FactFields } from '../context.js'
import type { Language } from '../syntax/grammar.js'
import type { At, FunctionDef } from './ir.js'

/** What data is to a process that is started with it: what is run, one of its arguments, or its input. */
export type Place = 'program' | 'argument' | 'input'

/** What was seen in one unit, before it becomes facts. Bounded per unit; `dropped` counts what was left out. */
export interface Observations {
  /** By place and name; the values are the distinct arguments seen there. */
  readonly calls: Map<string, Map<string, SeenCall>>
  readonly members: Map<string, SeenName>
  readonly imports: Map<string, SeenName>
  readonly strings: Map<number, SeenString>
  readonly defines: Map<number, SeenDefine>
  readonly tools: Map<string, SeenTool>
  readonly flows: Map<string, SeenFlow>
  readonly embedded: Map<string, SeenEmbedded>
  /** Functions that were followed, by where they begin. */
  readonly functions: Map<number, FunctionDef>
  dropped: number
}

export interface SeenName {
  readonly at: At
  readonly name: string
  /** The name was put together out of pieces and does not stand in the file. */
  readonly assembled?: true | undefined
}

export interface SeenCall extends SeenName {
  readonly args: readonly string[]
  readonly inside: string
  /** What comes of it goes nowhere. */
  readonly unused: boolean
  /** How often the loops around it turn, by the counts that are known. */
  readonly turns: number
  readonly confidence: number
}

export interface SeenString {
  readonly at: At
  readonly text: string
  readonly exact: boolean
  /** Built from parts or decoded, not written as it is. */
  readonly folded: boolean
}

export interface SeenDefine extends SeenName {
  readonly type: 'function' | 'class' | 'tool' | 'route'
}

export interface SeenTool extends SeenName {
  readonly description: string
  readonly texts?: readonly string[]
}

export interface SeenFlow {
  readonly at: At
  readonly spec: number
  readonly source: string
  readonly sourceTag: string
  readonly sink: string
  readonly sinkTag: string
  readonly steps: readonly string[]
  /** Where it goes, as far as this call says: the same call may go elsewhere with other data. */
  readonly address: FactFields
  /** Path of the file that the sink writes, where there is one. */
  readonly file: string | undefined
  /** What the data is to a process that the sink starts. */
  readonly place: Place | undefined
  /** The line for a shell is nothing but this. */
  readonly whole: boolean
  /** It is in the environment that the process is started in, and nowhere else. */
  readonly environment: boolean
  readonly unused: boolean
}

export interface SeenEmbedded {
  readonly at: At
  readonly language: Language
  readonly text: string
}

/** Most observations of one kind in one unit. */
const most = 4000

export function createObservations(): Observations {
  return {
    calls: new Map(),
    members: new Map(),
    imports: new Map(),
    strings: new Map(),
    defines: new Map(),
    tools: new Map(),
    flows: new Map(),
    embedded: new Map(),
    functions: new Map(),
    dropped: 0,
  }
}

/** Keeps what was seen under a key; a later sight of the same place replaces the earlier one. */
export function note<Key, Seen>(all: Observations, into: Map<Key, Seen>, key: Key, seen: Seen): void {
  if (into.size >= most && !into.has(key)) all.dropped++
  else into.set(key, seen)
}

/** Distinct arguments kept of one call. */
const mostSights = 8

/** Keeps a call with its arguments; of a call that only computes, one sight is enough. */
export function noteCall(all: Observations, seen: SeenCall, computes: boolean): void {
  const key = `${seen.at.start} ${seen.at.end} ${seen.name}`
  const sights = all.calls.get(key) ?? new Map<string, SeenCall>()
  if (sights.size === 0) note(all, all.calls, key, sights)
  if (sights.size < (computes ? 1 : mostSights)) sights.set(seen.args.join('\u0000'), seen)
}
