import type { Expr, Statement } from './ir.js'

/** Test of what something is called against names that are written out. */
interface Naming {
  readonly name: string
  readonly among: Expr
  /** Holds where the test does not: `not in`, `!==`. */
  readonly reversed: boolean
}

/**
 * What a test says of a name, around the body it guards and as statements after it: `f in WANTED`,
 * `f.name == 'x'`, `f.endswith('x')`, `SET.has(basename(f))`. A body that nothing comes out of, or a bare `continue`, leaves the rest to
 * what the test excludes.
 */
export function narrowed(
  tests: readonly Expr[],
  body: readonly Statement[],
): { readonly body: readonly Statement[]; readonly after: readonly Statement[] } {
  const namings = together(tests.flatMap((test) => namingsIn(test, false)))
  const inside = namings
    .filter(({ reversed }) => !reversed)
    .reduce((held, naming) => [asStatement(naming, held)], body)
  const leaves = body.every(({ kind }) => kind === 'return')
  const after = leaves ? namings.filter(({ reversed }) => reversed).map((naming) => asStatement(naming)) : []
  return { body: body.length === 0 ? body : inside, after }
}

/** All that one name is tested for, as one list: any of them may be what it is. */
function together(namings: readonly Naming[]): readonly Naming[] {
  const found = new Map<string, Naming>()
  for (const naming of namings) {
    const key = `${naming.name} ${naming.reversed}`
    const before = found.get(key)
    found.set(key, before === undefined ? naming : { ...naming, among: either(before.among, naming.among) })
  }
  return [...found.values()]
}

function either(a: Expr, b: Expr): Expr {
  return { kind: 'list', items: [a, b], start: b.start, end: b.end }
}

function asStatement({ name, among }: Naming, body?: readonly Statement[]): Statement {
  const { start, end } = among
  return { kind: 'narrow', name, among, ...(body === undefined ? {} : { body }), start, end }
}

function namingsIn(test: Expr, turned: boolean): readonly Naming[] {
  if (test.kind === 'choice') return test.options.flatMap((option) => namingsIn(option, turned))
  if (test.kind === 'not') return namingsIn(test.value, !turned)
  if (test.kind === 'binary') {
    if (equal.has(test.op)) return naming(test.left, test.right, turned)
    return unequal.has(test.op) ? naming(test.left, test.right, !turned) : []
  }
  if (test.kind !== 'call' || test.callee.kind !== 'member') return []
  const { object, name } = test.callee
  const [first] = test.args
  if (first === undefined) return []
  if (endings.has(name)) return naming(object, first.value, turned)
  return holdings.has(name) ? naming(first.value, object, turned) : []
}

function naming(of: Expr, among: Expr, reversed: boolean): readonly Naming[] {
  const name = calledBy(of)
  return name === undefined ? [] : [{ name, among, reversed }]
}

/** Whose name, whole or its last part, an expression gives. */
function calledBy(expr: Expr): string | undefined {
  if (expr.kind === 'name') return expr.name
  if (expr.kind === 'member' && expr.name === 'name') return calledBy(expr.object)
  if (expr.kind !== 'call') return undefined
  const { callee, args } = expr
  const last = callee.kind === 'member' || callee.kind === 'name' ? callee.name : ''
  if (parts.has(last) && args[0] !== undefined) return calledBy(args[0].value)
  return callee.kind === 'member' && cases.has(last) ? calledBy(callee.object) : undefined
}

const equal: ReadonlySet<string> = new Set(['in', '==', '==='])
const unequal: ReadonlySet<string> = new Set(['not in', '!=', '!=='])
const endings: ReadonlySet<string> = new Set(['endswith', 'endsWith'])
const holdings: ReadonlySet<string> = new Set(['has', 'includes'])
const parts: ReadonlySet<string> = new Set(['basename', 'str', 'String'])
const cases: ReadonlySet<string> = new Set(['lower', 'toLowerCase', 'casefold'])
