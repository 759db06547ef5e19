/** Where something stands in a file of NOVA rules, from 1. */
export interface NovaPlace {
  readonly line: number
  readonly column: number
}

/** A text or regular expression of a `keywords:` section. */
export interface NovaKeyword extends NovaPlace {
  /** Without the `$`. */
  readonly name: string
  readonly text: string
  readonly isPattern: boolean
  /** Flags of a pattern, of `ims`. */
  readonly flags: string
  /** Texts ignore case unless the rule says otherwise. */
  readonly cased: boolean
}

/** A variable of a section that only a model or an embedding can decide. */
export interface NovaJudged extends NovaPlace {
  readonly section: 'semantics' | 'llm'
  readonly name: string
}

/** One NOVA rule (github.com/fr0gger/nova-framework), as written. */
export interface NovaRule extends NovaPlace {
  readonly name: string
  readonly meta: ReadonlyMap<string, string>
  readonly keywords: readonly NovaKeyword[]
  readonly judged: readonly NovaJudged[]
  readonly condition: { readonly text: string } & NovaPlace
}

export type NovaSection = 'keywords' | 'semantics' | 'llm'

/** A condition: variables of the three sections, and how many of them must hold. */
export type NovaCondition =
  | { readonly type: 'variable'; readonly section: NovaSection; readonly name: string }
  /** `any of keywords.*`, `all of ($a*)`, `2 of keywords.*`; `prefix` is what the names begin with. */
  | {
      readonly type: 'of'
      readonly count: number | 'any' | 'all'
      readonly section: NovaSection
      readonly prefix: string
    }
  | { readonly type: 'and' | 'or'; readonly items: readonly NovaCondition[] }
  | { readonly type: 'not'; readonly item: NovaCondition }

/** Why a rule was not taken as it stands. */
export interface NovaProblem extends NovaPlace {
  /** `refused`: the rule is left out. `needs-judge`: a part of it is, and the rule matches less than was meant. */
  readonly type: 'refused' | 'needs-judge'
  readonly rule: string
  readonly detail: string
}

/** Thrown by the parsers; becomes a {@link NovaProblem}. */
export class NovaSyntaxError extends Error {
  override readonly name = 'NovaSyntaxError'
  /** Offset in the text that was parsed, in UTF-16 units. */
  readonly at: number
  constructor(detail: string, at: number) {
    super(detail)
    this.at = at
  }
}
