import type { Role } from './block.js'

/** Something a text asks for; an observation, not a judgement. Shapes as the `text.directive.*` fields. */
export interface Directive {
  readonly verb: string
  readonly object: string
  readonly audience: 'agent' | 'user' | 'unknown'
  readonly mood: 'instruct' | 'describe' | 'quote' | 'forbid'
  readonly secrecy: boolean
  readonly sentence: string
  /** UTF-16 offset of the sentence in the text. */
  readonly start: number
}

export interface DirectiveContext {
  readonly role: Role | 'hidden' | 'decoded' | 'tool-description'
  readonly heading: string
  /** Whom the document addresses when a sentence does not say. */
  readonly addressee: 'agent' | 'user' | 'unknown'
}
