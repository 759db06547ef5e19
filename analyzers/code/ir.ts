/** Where an expression lies in the text of its unit: UTF-16 offsets. */
export interface At {
  readonly start: number
  readonly end: number
}

/**
 * The small language every source language is lowered into, so that names, constants and data flow are followed by
 * one interpreter. It keeps what carries data and drops the rest (types, tests, operators that make numbers).
 */
export type Expr = At & ExprBody

type ExprBody =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'const'; readonly value: string | number | boolean | null }
  /** Text made of parts: `+`, f-strings, template literals, adjacent literals, shell words. */
  | { readonly kind: 'concat'; readonly parts: readonly Expr[] }
  | { readonly kind: 'member'; readonly object: Expr; readonly name: string }
  | { readonly kind: 'index'; readonly object: Expr; readonly index: Expr }
  | CallBody
  | { readonly kind: 'list'; readonly items: readonly Expr[] }
  | { readonly kind: 'map'; readonly entries: readonly { readonly key: Expr; readonly value: Expr }[] }
  | { readonly kind: 'function'; readonly def: FunctionDef }
  /** One of several: conditional expressions, `or`, `??`. */
  | { readonly kind: 'choice'; readonly options: readonly Expr[] }
  | { readonly kind: 'binary'; readonly op: string; readonly left: Expr; readonly right: Expr }
  /** Something made of all parts in a way that is not followed. */
  | { readonly kind: 'combine'; readonly parts: readonly Expr[] }
  | { readonly kind: 'not'; readonly value: Expr }
  | { readonly kind: 'spread'; readonly value: Expr }
  /** What one call gives side by side; none of them has a part in the others. */
  | { readonly kind: 'results'; readonly items: readonly Expr[] }
  /** A thing of a type, with fields by name. */
  | { readonly kind: 'made'; readonly type: Expr; readonly fields: readonly Field[] }
  /** Handed to whoever iterates over the function, one at a time (`all`: each of many). */
  | { readonly kind: 'yield'; readonly value: Expr; readonly all: boolean }
  /** `declare`: the name is one of the function itself, whatever is outside. */
  | { readonly kind: 'assign'; readonly target: Pattern; readonly value: Expr; readonly declare?: boolean }
  /** A comprehension: `value` for each item of `from`. */
  | { readonly kind: 'each'; readonly target: Pattern; readonly from: Expr; readonly value: Expr }
  /** What statements print: `$(…)`. */
  | { readonly kind: 'output'; readonly body: readonly Statement[] }

export interface Field {
  readonly key: string
  readonly value: Expr
}

interface CallBody {
  readonly kind: 'call'
  readonly callee: Expr
  readonly args: readonly Argument[]
  /** Standard input of a command. */
  readonly input?: Expr
  /** Written as an operator, not as a call: not reported. */
  readonly implicit?: true
}

export type CallExpr = At & CallBody

export interface Argument {
  readonly name?: string
  readonly value: Expr
  /** Its address is given: whoever is called may put something there. */
  readonly filled?: true
}

/** What an assignment, parameter or loop binds. */
export type Pattern =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Pattern[] }
  /**
   * The results of a call. Of one that is not followed the first is the thing that the call makes; `outcome` when the
   * last says how it went and nothing of the data.
   */
  | { readonly kind: 'results'; readonly items: readonly Pattern[]; readonly outcome?: true }
  | {
      readonly kind: 'fields'
      readonly entries: readonly { readonly key: string; readonly target: Pattern }[]
    }
  | { readonly kind: 'rest'; readonly target: Pattern }
  | { readonly kind: 'default'; readonly target: Pattern; readonly value: Expr }
  /** `object.name = …` and `object[index] = …`. */
  | { readonly kind: 'place'; readonly place: Expr }

export interface Param {
  readonly target: Pattern
  /** Takes all that is left, as a list; or what was given by name, as a map. */
  readonly rest?: true | 'named'
}

export interface FunctionDef extends At {
  readonly name: string
  readonly params: readonly Param[]
  readonly body: readonly Statement[]
  /** Docstring, or the comment that stands before. */
  readonly doc?: string
  /** Calls in the annotations of its parameters. */
  readonly notes?: readonly Expr[]
  /** Name under which the object a method belongs to is known inside: `self`, `this`. */
  readonly receiver?: string
  /** Called by reading the member it is. */
  readonly getter?: true
}

export type Statement = At & StatementBody

type StatementBody =
  | {
      readonly kind: 'import'
      readonly module: string
      /** `name` is `*` for the whole module; `as` is `*` when every name is brought in, those of a file of the artifact alone where `name` is `.`. */
      readonly bindings: readonly { readonly name: string; readonly as: string }[]
    }
  | { readonly kind: 'assign'; readonly target: Pattern; readonly value: Expr; readonly declare: boolean }
  | { readonly kind: 'eval'; readonly value: Expr }
  | { readonly kind: 'return'; readonly value?: Expr }
  /** Bodies of which some may run: if, match, try handlers. */
  | { readonly kind: 'branch'; readonly bodies: readonly (readonly Statement[])[] }
  /** What the name stands for is called like one of `among`: in the body, or from here on where there is none. */
  | {
      readonly kind: 'narrow'
      readonly name: string
      readonly among: Expr
      readonly body?: readonly Statement[]
    }
  | {
      readonly kind: 'loop'
      readonly target?: Pattern
      readonly from?: Expr
      /** How often it turns, where it counts. */
      readonly count?: Expr
      readonly body: readonly Statement[]
    }
  | { readonly kind: 'define'; readonly def: FunctionDef; readonly decorators: readonly Expr[] }
  | ClassBody
  | TypeBody
  | { readonly kind: 'export'; readonly name: string; readonly value: Expr }
  /** Names that an inner function assigns in an outer scope. */
  | { readonly kind: 'outer'; readonly names: readonly string[] }

interface ClassBody {
  readonly kind: 'class'
  readonly name: string
  readonly bases: readonly Expr[]
  readonly body: readonly Statement[]
}

export type ClassStatement = At & ClassBody

/** A type, or more of one: other statements and other files add to what is known under the name. */
interface TypeBody {
  readonly kind: 'type'
  readonly name: string
  /** Types of which it has all members. */
  readonly bases: readonly Expr[]
  readonly fields: readonly Field[]
  readonly methods: readonly FunctionDef[]
}

export type TypeStatement = At & TypeBody
