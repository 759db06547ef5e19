import type { Statement } from '../ir.js'
import type { Value } from '../nouns.js'
import { exactText, hole, textValue } from '../values.js'
import type { Frame, Machine } from './machine.js'

const most = { names: 8, units: 800 }

/** Gives a name what a test says of it, and takes it back after the body, unless the body gave it another value. */
export function narrow(
  machine: Machine,
  { name, among, body }: Extract<Statement, { kind: 'narrow' }>,
  frame: Frame,
): void {
  const value = frame.names.get(name)
  const said = value === undefined ? undefined : narrowTo(value, machine.evaluate(among, frame))
  if (said !== undefined) frame.names.set(name, said, false)
  if (body === undefined) return
  machine.run(body, frame)
  if (value !== undefined && frame.names.get(name) === said) frame.names.set(name, value, false)
}

/**
 * A path of which only the last part is open is one of so many, all of them told: `~/x/Cookies | ~/x/Login Data`. What is known already
 * stays.
 */
function narrowTo(value: Value, among: Value): Value {
  const names = allOf(among, 3)
    .map(exactText)
    .filter((text): text is string => text !== undefined && text.length > 1)
    .slice(0, most.names)
  const before = value.text ?? hole
  const folder = before.slice(0, Math.max(before.lastIndexOf('/'), before.lastIndexOf('\\')) + 1)
  const last = before.slice(folder.length)
  if (names.length === 0 || value.items !== undefined || !(last.includes(hole) || last.includes('*')))
    return value
  const texts = names.map((name) => (folder === '' ? `${hole}/` : folder) + name)
  return { ...value, text: texts.join(' | ').slice(0, most.units), exact: false }
}

/** A value and what it holds, lists in lists too; of a map its keys. */
function allOf(value: Value, depth: number): readonly Value[] {
  const keys = [...(value.shape?.keys() ?? [])].slice(0, most.names).map((key) => textValue(key))
  const items = depth === 0 ? [] : [...(value.items ?? []), ...keys]
  return [value, ...items.flatMap((item) => allOf(item, depth - 1))]
}
