import type { Lines } from '../syntax/lines.js'
import type { Language, Parse } from '../syntax/grammar.js'
import type { Expr, FunctionDef, Statement } from './ir.js'
import type { ServedTool } from './interpret/reach.js'
import type { Observations } from './observations.js'

/** One step of a flow: `path:line`, linked to the one before. */
export interface Step {
  readonly where: string
  readonly before: Step | undefined
  readonly count: number
}

/** A mark on data: it came from a source of a taint specification. */
export interface Taint {
  /** Index of the specification; sinks of another one are not its business. */
  readonly spec: number
  readonly tag: string
  /** Canonical name of the source. */
  readonly source: string
  readonly steps: Step
  /** On the thing as a whole: what is read out of it does not have the mark. */
  readonly itself?: boolean | undefined
  /** On the names of what is in the thing, not on what they are worth: no sink is told of it. */
  readonly names?: boolean | undefined
}

/** Members of an object that the code makes: written in place, whoever holds it. */
export type Shape = Map<string, Value>

/** What is known of a value without running anything. Every part may be missing: `{}` is one nothing is known of. */
export interface Value {
  /** Text, folded; `{}` stands for what is not known. */
  readonly text?: string | undefined
  /** No part of `text` is missing. */
  readonly exact?: boolean | undefined
  /** What the text may be as well: of a list that is gone through, or where ways meet. */
  readonly also?: readonly string[] | undefined
  readonly number?: number | undefined
  /** Canonical dotted name of what it is, or of the call it came from: `subprocess.run`. */
  readonly path?: string | undefined
  /** The path starts at an import or a global, not at a local of unknown content. */
  readonly sure?: boolean | undefined
  /** Came out of calling `path`; without it the value is the thing of that name itself. */
  readonly made?: boolean | undefined
  readonly items?: readonly Value[] | undefined
  /** The items are what one call gives side by side, not a list. */
  readonly results?: true | undefined
  readonly shape?: Shape | undefined
  readonly closure?: Closure | undefined
  /** Path of the file that this is open on. */
  readonly file?: string | undefined
  /** Where what is put into this ends up: a path, or a place in memory. */
  readonly into?: string | undefined
  /** Address in front of what this client is asked for. */
  readonly base?: string | undefined
  /** What the parts of a schema say of themselves to whoever reads it. */
  readonly said?: readonly string[] | undefined
  readonly taint?: readonly Taint[] | undefined
}

/** Names in scope. */
export interface Names {
  get(name: string): Value | undefined
  /** With `declare` false an outer scope that has the name gets the value. */
  set(name: string, value: Value, declare?: boolean): void
  /** Assignments to this name go to an outer scope. */
  outer(name: string): void
  /** Runs alternatives from one start; afterwards a name holds what any of them may have left. */
  alternatives(bodies: readonly (() => void)[]): void
  inner(): Names
  /** Names around; undefined for those of a module. */
  readonly parent: Names | undefined
  all(): Iterable<readonly [string, Value]>
  /** Those of its own names that are among the words. */
  among(words: ReadonlySet<string>): Iterable<readonly [string, Value]>
  /** Modules of which every name was brought in. */
  readonly stars: string[]
}

/** A function with the scope it was made in. */
export interface Closure {
  readonly def: FunctionDef
  readonly scope: Names
  readonly unit: Unit
  /** What `self` or `this` is inside. */
  readonly receiver?: Value | undefined
  /** Called by reading the member it is (`@property`, `get name()`). */
  readonly getter?: true | undefined
  /** Set for a class: calling it gives this. */
  readonly instance?: Value | undefined
}

/** The place of code in a document: a block, or a few words of a sentence, and the headings above it. */
export interface Within {
  readonly role: 'code-block' | 'inline-code'
  readonly heading: string
  /** The document says that it is only cited. */
  readonly cited: boolean
}

/** One text of code: a file, a block in a document, or code in a string of either. */
export interface Unit {
  /** Path of the file, relative to the artifact. */
  readonly path: string
  readonly language: Language
  readonly text: string
  readonly lines: Lines
  /** Added to a line of the text to give the line of the file. */
  readonly lineOffset: number
  readonly within?: Within | undefined
  /** Tools whose work hands this text to an interpreter. */
  readonly tools?: readonly ServedTool[] | undefined
  /** How many texts this one lies within. */
  readonly depth: number
  readonly body: readonly Statement[]
  readonly semantics: Semantics
  readonly seen: Observations
}

export interface CallInput {
  readonly args: readonly Value[]
  readonly named: ReadonlyMap<string, Value>
  /** The object a method is called on. */
  readonly receiver?: Value | undefined
  /** Standard input of a command. */
  readonly input?: Value | undefined
  /** What lies in the files that the call names. */
  readonly left?: Value | undefined
  /** Where the arguments stand, each in its place: what is put into one there is in it afterwards. */
  readonly places?: readonly Expr[] | undefined
}

/** Works out the value of a call that does nothing but compute; undefined when it cannot. */
export type Fold = (call: CallInput) => Value | undefined

/** What a command line calls, and with what, once its words are worked out. `named` gives what a name stands for. */
export type Handing = (
  callee: Value,
  method: string | undefined,
  input: CallInput,
  named: (name: string) => Value,
) => { readonly callee: Value; readonly input: CallInput }

/** Code that a call is handed as text. */
export interface Embedded {
  readonly language: Language
  readonly text: string
}

/** How objects are spoken to in a language that has calls and nothing else: what an object holds is read by a call, too. */
export interface Objects {
  /** Method of a class that gives an object of it. */
  readonly maker: string
  /** Name of the object whose members are known without naming it. */
  readonly self: string
  /** Methods that call the method they are given the name of. */
  readonly senders: ReadonlySet<string>
  /** Name under which a call is given its block. */
  readonly block: string
}

/** What an interpreter must know of one family of languages; data and small pure functions. */
export interface Semantics {
  readonly family: Language
  /** Value of a name that nothing binds. */
  unbound(name: string): Value
  /** One spelling for the several ways to name one thing. */
  canonical(path: string): string
  /** Calls that give the module they name. */
  readonly importers: ReadonlySet<string>
  /** Canonical name of a module outside the artifact. */
  modulePath(module: string): string
  /** Files of the artifact that a module name may mean, best first; a folder, with a slash at its end, is all of them in it. */
  moduleFiles(module: string, from: string, read: (path: string) => string | undefined): readonly string[]
  /** The files of a folder are one module: each knows the names of the others. */
  readonly wholeFolders?: true
  /** Which argument of a call that is not followed it writes into, by canonical name. */
  readonly fills?: (name: string) => number | undefined
  /** Methods that put what they are given into the thing they are of. */
  readonly takes?: ReadonlySet<string>
  /** By canonical name. */
  readonly folds: ReadonlyMap<string, Fold>
  /** By method name; the receiver is in the call. */
  readonly methods: ReadonlyMap<string, Fold>
  /** Code in the arguments of a call, by what the callee does with them. */
  embedded(name: string, call: CallInput): Embedded | undefined
  /** Calls that only compute, by canonical name: they reach nothing outside the program and are not reported. */
  readonly computes: ReadonlySet<string>
  /** Calls that give the names of what is in a thing, and nothing of what they are worth. */
  readonly names?: ReadonlySet<string>
  /** Members that tell how many a thing holds, and nothing of what it holds. */
  readonly counts?: ReadonlySet<string>
  /** Text that a name stands for on every machine: the home folder is `~`. */
  readonly texts: ReadonlyMap<string, string>
  /** A text that is called is the name of a function. */
  readonly textsCall?: true
  /** Functions print instead of returning. */
  readonly prints: boolean
  /** What a function hands out one by one is what it gives: one thing as it is, several as a list. */
  readonly gathers?: true
  /** How the words of a command line reach what it calls. */
  readonly handed?: Handing
  /** Where objects are spoken to by calls alone. */
  readonly objects?: Objects
}

/**
 * What a language needs to be followed: one folder with a lowering into the small language and the semantics of its
 * standard names. To add a language: a row in `syntax/languages.ts`, a folder here, an entry in `adapters.ts`.
 */
export interface Adapter {
  readonly languages: readonly Language[]
  readonly semantics: Semantics
  readonly lower: (parse: Parse) => readonly Statement[]
  /** What makes a piece of code one that the grammar reads, in lines of its own before it. */
  readonly before?: (text: string) => string
  /** Calls and imports are told, data is not followed: a file of it is still a gap. */
  readonly onlyListed?: true
}
