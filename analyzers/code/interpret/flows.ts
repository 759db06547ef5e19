import type { CallExpr, Expr } from '../ir.js'
import type { CallInput, Taint, Value } from '../nouns.js'
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
    ...input.args,
    ...input.named.values(),
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
      if (seen.flows.has(key)) continue
      const place = placeOf(sink, input, taint)
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
        place,
        whole: isWholeLine(sink, input, taint),
        environment: place !== undefined && onlyEnvironment(input, taint),
        unused: expr.kind === 'call' && machine.unused.has(expr),
      })
    }
}

/** The mark arrives in the environment that a process is started in and nowhere else: it is the one that it has anyway. */
function onlyEnvironment({ args, named, input, left }: CallInput, mark: Taint): boolean {
  const isIn = (value: Value | undefined): boolean =>
    value?.taint?.some(
      ({ spec, source, tag }) => spec === mark.spec && source === mark.source && tag === mark.tag,
    ) === true
  const environments = [named.get('env'), ...args.map(({ shape }) => shape?.get('env'))]
  if (!environments.some(isIn)) return false
  const rest = [
    ...args.flatMap((value) => (value.shape?.has('env') === true ? without(value.shape) : [value])),
    ...without(named),
    input,
    left,
  ]
  return !rest.some(isIn)
}

function without(members: ReadonlyMap<string, Value>): readonly Value[] {
  return [...members].flatMap(([name, value]) => (name === 'env' ? [] : [value]))
}
