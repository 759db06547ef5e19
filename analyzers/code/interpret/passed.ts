import type { Taint } from '../nouns.js'
import { ofParts, taintOf, unknown } from '../values.js'
import type { Called, Frame, Machine } from './machine.js'

/** Marks that go through an unknown call: of arguments, receiver and input, less what it sanitises. */
export function passedThrough(
  machine: Machine,
  { callee, method, input }: Called,
  frame: Frame,
): readonly Taint[] | undefined {
  const { receiver = unknown } = input
  const asked = method !== undefined && readsOne.has(method)
  const all = taintOf([
    ...input.args,
    ...input.named.values(),
    asked ? { ...receiver, taint: ofParts(receiver.taint) } : receiver,
    input.input ?? unknown,
    input.left ?? unknown,
  ])
  if (all === undefined || callee.path === undefined) return all
  if (frame.unit.semantics.names?.has(callee.path) === true)
    return all.map((one) => ({ ...one, names: true }))
  const clean = machine.specs.sanitizers(frame.unit.semantics.family, callee.path)
  if (clean.length === 0) return all
  return all.filter(
    (one) => !clean.some(({ spec, itself }) => spec === one.spec && (itself !== true || one.itself === true)),
  )
}

/** Methods that read one thing out of many. */
const readsOne: ReadonlySet<string> = new Set([
  ...['get', 'pop', 'setdefault', 'has', 'hasOwnProperty'],
  ...['fetch', 'dig', 'key?', 'has_key?', 'values_at'],
])
