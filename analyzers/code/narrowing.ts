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
 * `f.name == 'x'`, `f.endswith('x')`, `SET.has(basename(f))`, `slices.Contains(wanted, d.Name())`. A body that `leaves`
 * what is around it leaves the rest to what the test excludes.
 */
export function narrowed(
  tests: readonly Expr[],
  body: readonly Statement[],
  leaves: boolean,
): { readonly body: readonly Statement[]; readonly after: readonly Statement[] } {
  const namings = together(tests.flatMap((test) => namingsIn(test, false)))
  const inside = namings
    .filter(({ reversed }) => !reversed)
    .reduce((held, naming) => [asStatement(naming, held)], body)
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
  if (test.kind === 'index') return naming(test.index, test.object, turned)
  if (test.kind !== 'call') return []
  const [first, second] = test.args.map(({ value }) => value)
  if (first === undefined) return []
  const called = lastName(test.callee)
  if (endingFunctions.has(called) && second !== undefined) return naming(first, second, turned)
  if (called === 'in_array' && second !== undefined) return naming(first, second, turned)
  if (test.callee.kind !== 'member') return []
  const { object } = test.callee
  if (called === 'Contains' && object.kind === 'name' && object.name === 'slices' && second !== undefined)
    return naming(second, first, turned)
  if (endings.has(called)) return naming(object, first, turned)
  return holdings.has(called) ? naming(first, object, turned) : []
}

function lastName(callee: Expr): string {
  return callee.kind === 'member' || callee.kind === 'name' ? callee.name : ''
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
  const last = lastName(callee)
  if (parts.has(last) && args[0] !== undefined) return calledBy(args[0].value)
  return callee.kind === 'member' && cases.has(last) ? calledBy(callee.object) : undefined
}

const equal: ReadonlySet<string> = new Set(['in', '==', '==='])
const unequal: ReadonlySet<string> = new Set(['not in', '!=', '!=='])
const endings: ReadonlySet<string> = new Set(['endswith', 'endsWith', 'end_with?'])
const endingFunctions: ReadonlySet<string> = new Set(['HasSuffix', 'str_ends_with'])
const holdings: ReadonlySet<string> = new Set(['has', 'includes', 'include?', 'member?', 'key?'])
const parts: ReadonlySet<string> = new Set(['basename', 'Base', 'str', 'String', 'strtolower', 'ToLower'])
const cases: ReadonlySet<string> = new Set([
  'lower',
  'toLowerCase',
  'casefold',
  'downcase',
  'Name',
  'to_s',
  'getFilename',
  'getBasename',
])
