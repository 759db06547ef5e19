import type { RuleLevel, RuleType } from './match.js'
import type { TextModel } from './text-model.js'

/** Pack content that needs an engine; its hit is a record with `probe.id`, `probe.pack`, `probe.tags`. */
export type Probe = YaraProbe | CodeQueryProbe | TaintProbe | TextProbe | TextModelProbe

interface ProbeHead {
  readonly id: string
  readonly pack: string
  readonly tags: readonly string[]
  /** A probe may carry a rule header itself; then its hit is a match without a second rule. */
  readonly rule?: { readonly title: string; readonly level: RuleLevel; readonly type: RuleType }
}

/** YARA source, one or more rules. */
export interface YaraProbe extends ProbeHead {
  readonly kind: 'yara'
  readonly source: string
}

/** A tree-sitter query for one language. */
export interface CodeQueryProbe extends ProbeHead {
  readonly kind: 'code-query'
  readonly language: string
  readonly query: string
}

/**
 * Sources, sinks and sanitisers of a taint analysis: resolved callee or member patterns with `*` at either end, and in
 * parentheses what one constant argument must fit, `open(*.aws/credentials*)`; `env()` is the call without arguments. A
 * source that begins with `=` is a thing as a whole and not what is read out of it: `=os.environ`. A sanitiser that begins with
 * `=` cleans only marks of such sources: `=subprocess.*`.
 */
export interface TaintProbe extends ProbeHead {
  readonly kind: 'taint'
  readonly language: string
  readonly sources: readonly { readonly pattern: string; readonly tag: string }[]
  readonly sinks: readonly { readonly pattern: string; readonly tag: string }[]
  readonly sanitizers: readonly string[]
}

/**
 * Regular expressions (the linear subset of the Sigma specification) over text spans, searched anywhere in them; case
 * counts unless a pattern begins with `(?i)`.
 */
export interface TextProbe extends ProbeHead {
  readonly kind: 'text'
  readonly patterns: readonly string[]
  /** `text.role` values looked at; all when absent. */
  readonly roles?: readonly string[]
  /** Tells that nothing matches in all of the artifact (`text.absent`) instead of each place where something does. */
  readonly absent?: true
}

/** A trained model that scores every document. It gives the score and what made it; a rule says from where on it speaks. */
export interface TextModelProbe extends ProbeHead {
  readonly kind: 'text-model'
  readonly model: TextModel
}
