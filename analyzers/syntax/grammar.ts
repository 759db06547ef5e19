import type { SyntaxNode } from './node.js'

/** Languages that can be parsed into a tree. */
export type Language =
  | 'python'
  | 'javascript'
  | 'typescript'
  | 'tsx'
  | 'bash'
  | 'powershell'
  | 'ruby'
  | 'go'
  | 'php'
  | 'perl'
  | 'lua'

/** Bounds of one parse. Text past `units` is left out, nodes below `depth` are cut off, time past `ms` ends it. */
export interface ParseLimits {
  /** UTF-16 code units. */
  readonly units: number
  /** Milliseconds. */
  readonly ms: number
  /** Levels of the tree. */
  readonly depth: number
  /** Nodes of the tree. */
  readonly nodes: number
}

export const defaultParseLimits: ParseLimits = { units: 2_000_000, ms: 1500, depth: 600, nodes: 1_500_000 }

/** Why a parse does not show everything. `syntax` = the grammar met text it does not know; the rest still stands. */
export interface ParseProblem {
  readonly reason: 'syntax' | 'time' | 'depth' | 'size'
  /** First line concerned, from 1. */
  readonly line: number
  /** How many places (syntax) or units of text (size). */
  readonly count: number
}

/** A parsed text. The tree is plain data and outlives `release`; queries need the engine's tree, which does not. */
export interface Parse {
  readonly language: Language
  readonly text: string
  readonly root: SyntaxNode
  readonly problems: readonly ParseProblem[]
  /** Gives the engine's memory back. Safe to call twice. */
  release(): void
}

/** One captured node of a query. Offsets are UTF-16 code units. */
export interface Capture {
  readonly name: string
  readonly type: string
  readonly start: number
  readonly end: number
}

/**
 * Port: an engine that turns text into trees (https://tree-sitter.github.io/tree-sitter/using-parsers). It never
 * throws on any text; `query` throws RULE_INVALID when the query itself is wrong.
 */
export interface Grammar {
  readonly engine: string
  readonly version: string
  parse(language: Language, text: string, limits?: Partial<ParseLimits>): Promise<Parse>
  /** Captures in order of position, at most `limit`. */
  query(parse: Parse, query: string, limit?: number): readonly Capture[]
}
