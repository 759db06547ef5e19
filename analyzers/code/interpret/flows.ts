import type { CallExpr, Expr } from '../ir.js'
import type { CallInput, Value } from '../nouns.js'
import { urlIn } from '../../url.js'
import { note } from '../observations.js'
import { stepList, stepped, taintOf, unknown } from '../values.js'
import { fileWritten } from './left-files.js'
import type { Frame, Machine } from './machine.js'
import { where } from './machine.js'
import { isWholeLine, placeOf } from './place.js'

/** Notes the marks that arrive in the arguments or the input of a sink, with the way they took. */
export function flows(
  machine: Machine,
  expr: CallExpr | Extract<Expr, { kind: 'member' | 'made' }>,
  sink: string,
  input: CallInput,
  args: readonly string[],
  frame: Frame,
): void {
  const hits = machine.specs.sinks(frame.unit.semantics.family, sink, args)
  if (hits.length === 0) return
  const arriving = taintOf([
    ...input.args.map(given),
    ...[...input.named].flatMap(([name, value]) => (name === 'env' ? [] : [value])),
    input.input ?? unknown,
    input.left ?? unknown,
  ])
  const { seen } = frame.unit
  const here = where(frame.unit, expr)
  const address = urlIn(args.join(' '))
  for (const { spec, tag } of hits)
    for (const taint of stepped(arriving, here) ?? []) {
      if (taint.spec !== spec || taint.names === true) continue
      const steps = stepList(taint.steps)
      const key = `${spec} ${taint.tag} ${taint.source} ${steps[0] ?? ''} ${tag} ${expr.start} ${String(address['url.domain'])}`
      if (!seen.flows.has(key))
        note(seen, seen.flows, key, {
          at: expr,
          spec,
          source: taint.source,
          sourceTag: taint.tag,
          sink,
          sinkTag: tag,
          steps,
          address,
          file: fileWritten(sink, input),
          place: placeOf(sink, input, taint),
          whole: isWholeLine(sink, input, taint),
          unused: expr.kind === 'call' && machine.unused.has(expr),
        })
    }
}

/** What is handed to a call. The environment that a program is started in is the one it has anyway. */
function given(value: Value): Value {
  if (value.shape?.has('env') !== true) return value
  return { taint: taintOf([...value.shape].flatMap(([name, member]) => (name === 'env' ? [] : [member]))) }
}
