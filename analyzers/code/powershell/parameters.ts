import type { FunctionDef } from '../ir.js'

/** What a parameter of a function of the code is known by, beside its place. */
export interface Described {
  /** Name of the variable inside. */
  readonly name: string
  /** Words by which it is given on a command line, in lower case. */
  readonly words: readonly string[]
  /** It is given by its name alone. */
  readonly isSwitch: boolean
  /** It takes what is piped in. */
  readonly fromPipe: boolean
}

const known = new WeakMap<FunctionDef['params'], readonly Described[]>()

/** Remembers of a function what its parameters are called. */
export function describe({ params }: FunctionDef, described: readonly Described[]): void {
  known.set(params, described)
}

export function describedParams({ params }: FunctionDef): readonly Described[] {
  return known.get(params) ?? []
}
