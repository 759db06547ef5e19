import type { CallExpr, Expr } from '../ir.js'
import type { Closure } from '../nouns.js'
import type { Called, Frame, Machine } from './machine.js'

/** `table[name](…)`, `table.get(name)(…)` with a name nobody knows calls any of the functions in the table. */
export function handlersOf(
  machine: Machine,
  { callee: target }: CallExpr,
  { callee, method, input }: Called,
  frame: Frame,
): readonly Closure[] {
  const table =
    target.kind === 'index' && method === undefined
      ? input.receiver
      : target.kind === 'call' && callee.closure === undefined && isGetter(target.callee)
        ? machine.refer(target.callee.object, frame)
        : undefined
  const { shape } = table ?? {}
  if (shape === undefined) return []
  return [...shape.values()].flatMap(({ closure }) => closure ?? []).slice(0, mostHandlers)
}

function isGetter(callee: Expr): callee is Extract<Expr, { kind: 'member' }> {
  return callee.kind === 'member' && callee.name === 'get'
}

const mostHandlers = 32
