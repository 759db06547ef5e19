import type { Language } from '../../syntax/grammar.js'
import type { SyntaxNode } from '../../syntax/node.js'

/** A call as it is written: its name, and the nodes of its arguments. */
export interface ListedCall {
  /** `$` before it: a member of a variable, of which nothing more is known; `?` for what has no name. */
  readonly name: string
  readonly args: readonly SyntaxNode[]
}

/** Something brought in, and the name that then stands for it. */
interface ListedImport {
  readonly module: string
  readonly as?: string
}

/** Reads the source of nodes. */
export interface Source {
  /** The source as it is. */
  raw(node: SyntaxNode): string
  /** A name with its members, or `?` when it is more than that. */
  name(node: SyntaxNode | undefined): string
  /** A literal, unknown parts as `{}`; undefined when it is none. */
  literal(node: SyntaxNode | undefined): string | undefined
}

/** What must be known of a language to list its calls and imports. */
export interface Listing {
  readonly language: Language
  /** Types of nodes that are text as written. */
  readonly literals: ReadonlySet<string>
  /** Types of nodes that join two texts. */
  readonly joins: ReadonlySet<string>
  call(node: SyntaxNode, source: Source): ListedCall | undefined
  imports(node: SyntaxNode, source: Source): readonly ListedImport[]
  /** A name that the node makes stand for a module. */
  bind?(node: SyntaxNode, source: Source): readonly [name: string, module: string] | undefined
}
