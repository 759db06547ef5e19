import type { Language } from '../../syntax/grammar.js'
import type { SyntaxNode } from '../../syntax/node.js'
import type { Expr } from '../ir.js'

/** A call as it is written: its name, and the nodes of its arguments. */
export interface ListedCall {
  /** `$` before it: a member of a variable, of which nothing more is known; `?` for what has no name. */
  readonly name: string
  readonly args: readonly SyntaxNode[]
}

/** Something brought in, and the name that then stands for it. */
export interface ListedImport {
  readonly module: string
  readonly as?: string
}

/** A function of the text: its name and those of its parameters as they are known inside, and what it does. */
export interface ListedFunction {
  readonly name: string
  readonly params: readonly string[]
  readonly body: SyntaxNode
}

/** Something done for each of many. */
export interface ListedLoop {
  readonly target: string
  readonly from: SyntaxNode
  readonly body: SyntaxNode
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

/** What is made of nodes that carry data from one call to another. */
export interface Carrying {
  readonly source: Source
  readonly expression: (node: SyntaxNode) => Expr
  /** A call with what is piped into it, or what it is a method of. */
  readonly call: (node: SyntaxNode, input?: Expr) => Expr | undefined
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
  /** Data inside an expression that goes on: variables, pipes, calls. Where it is left out nothing is followed. */
  carried?(node: SyntaxNode, carrying: Carrying): Expr | undefined
  /** Types of nodes of which one part is handed to the next; with `carried` only, like the two below. */
  readonly joined?: ReadonlySet<string>
  /** Code that runs another time than what it stands in. */
  apart?(node: SyntaxNode): boolean
  /** A variable that gets a value. */
  assigned?(node: SyntaxNode, source: Source): readonly [name: string, value: SyntaxNode] | undefined
  /** A function that the text defines; it gives what its statements come to. */
  defined?(node: SyntaxNode, source: Source): ListedFunction | undefined
  each?(node: SyntaxNode, source: Source): ListedLoop | undefined
  /** Name of the parameter that an argument says the next one is for. */
  parameter?(node: SyntaxNode, source: Source): string | undefined
  /** One spelling for the several ways to name one thing. */
  readonly canonical?: (name: string) => string
}
