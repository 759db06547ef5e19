import type { Expr } from '../ir.js'
import type { Taint } from '../nouns.js'
import { unknown, withTaint } from '../values.js'
import type { Frame, Machine } from './machine.js'

/** What a function puts into its arguments is in them for whoever called it. */
export function handBack(
  machine: Machine,
  back: readonly (readonly Taint[] | undefined)[],
  places: readonly Expr[] | undefined,
  frame: Frame,
): void {
  if (places === undefined) return
  back.forEach((marks, i) => {
    const place = places[i]
    if (marks !== undefined && place !== undefined) markPlace(machine, place, marks, frame)
  })
}

/** Marks what an expression names: a name, a member of a thing that is known, or else the thing it is a part of. */
export function markPlace(
  machine: Machine,
  place: Expr,
  marks: readonly Taint[] | undefined,
  frame: Frame,
): void {
  if (marks === undefined) return
  if (place.kind === 'name') {
    const value = frame.names.get(place.name)
    if (value === undefined) return
    frame.names.set(place.name, withTaint(value, marks), false)
    frame.grown.add(place.name)
    return
  }
  if (place.kind !== 'member') return
  const { shape } = machine.refer(place.object, frame)
  if (shape === undefined) markPlace(machine, place.object, marks, frame)
  else shape.set(place.name, withTaint(shape.get(place.name) ?? unknown, marks))
}
