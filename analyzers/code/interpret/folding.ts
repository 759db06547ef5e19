import type { CallInput, Fold, Value } from '../nouns.js'
import { join, unknown, variantsOf } from '../values.js'
import type { Called, Frame } from './machine.js'

/** What a call gives that does nothing but compute; undefined where that cannot be worked out. */
export function foldedCall({ callee, method, input }: Called, frame: Frame): Value | undefined {
  const { folds, methods } = frame.unit.semantics
  const byName = callee.path === undefined ? undefined : each(folds.get(callee.path), input)
  if (byName !== undefined || method === undefined || input.receiver === undefined) return byName
  const { text, items, number, shape } = input.receiver
  if (text === undefined && items === undefined && number === undefined)
    if (shape === undefined || !ofMembers.has(method)) return undefined
  return each(methods.get(method), input)
}

/** A fold gives something else for each other text that what it is given may have. */
function each(fold: Fold | undefined, input: CallInput): Value | undefined {
  const value = tried(fold, input)
  if (fold === undefined || value === undefined) return value
  return inputsOf(input)
    .map((other) => tried(fold, other))
    .reduce((found, other) => (other === undefined ? found : join(found, other)), value)
}

/** The call with each other text of its arguments, of what it is a method of, or of what a list holds. */
function inputsOf(input: CallInput): readonly CallInput[] {
  const { receiver = unknown, args, named } = input
  const [list] = args
  const inList = list?.items === undefined || list.items.length > 64 ? [] : variantsOf(list.items)
  return [
    ...variantsOf([receiver, ...args]).map(([object, ...others]) => ({
      ...input,
      receiver: input.receiver === undefined ? undefined : object,
      args: others,
      named,
    })),
    ...inList.map((items) => ({ ...input, args: [{ ...list, items }, ...args.slice(1)] })),
  ]
}

/** What cannot be worked out is not known; only a stack that is used up is no matter of one call. */
function tried(fold: Fold | undefined, input: CallInput): Value | undefined {
  try {
    return fold?.(input)
  } catch (problem) {
    if (problem instanceof RangeError && !problem.message.includes('call stack')) return undefined
    throw problem
  }
}

/** Methods of an object that are about its members. */
const ofMembers: ReadonlySet<string> = new Set([
  ...['items', 'values', 'keys', '[range]', 'fetch', 'dig', 'merge', 'to_h'],
])
