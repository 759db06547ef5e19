import type { Expr, Statement } from '../ir.js'

/** Commands that put nothing out, or nothing that anybody goes on with. */
const silent =
  /^(?:(?:set|remove|stop|clear|add|disable|enable|copy|move|rename|export|expand|compress|push|pop|unblock|register|unregister)-\w+|write-(?:host|verbose|warning|debug|error|information|progress)|out-(?:null|file|host|default)|start-sleep|start-process|import-module|new-item(?:property)?|new-alias|mkdir|exit)$/
/** Methods like that. */
const silentMethods =
  /^(?:add|addrange|clear|close|connect|dispose|downloadfile|flush|insert|remove|save|settext|sort|start|stop|write|writeline|writeallbytes|writealltext)$/

/**
 * The statements of a body whose value is what they put out (about_Return): each hands on what it comes to. Where a
 * branch leaves the body, what stands behind it belongs to the other one, as deep as that is worth while.
 */
export function yielding(body: readonly Statement[], depth = 0): Statement[] {
  const at = body.findIndex((one, i) => i < body.length - 1 && leavesOne(one))
  const branch = body[at]
  if (branch?.kind !== 'branch' || depth >= mostLeavings) return body.flatMap(yielded)
  const rest = body.slice(at + 1)
  const bodies = branch.bodies.map((one) => yielding(leaves(one) ? one : [...one, ...rest], depth + 1))
  return [...body.slice(0, at).flatMap(yielded), { ...branch, bodies }]
}

const mostLeavings = 16

/** A branch of which all bodies but one leave. */
function leavesOne(statement: Statement): boolean {
  return statement.kind === 'branch' && statement.bodies.filter((one) => !leaves(one)).length === 1
}

function leaves(body: readonly Statement[]): boolean {
  const last = body.at(-1)
  return last?.kind === 'return' || (last?.kind === 'narrow' && last.body !== undefined && leaves(last.body))
}

function yielded(statement: Statement): Statement[] {
  switch (statement.kind) {
    case 'eval':
      return [isSilent(statement.value) ? statement : handed(statement.value)]
    case 'return':
      return statement.value === undefined ? [] : [handed(statement.value)]
    case 'branch':
      return [{ ...statement, bodies: statement.bodies.map((one) => yielding(one)) }]
    case 'loop':
      return [{ ...statement, body: yielding(statement.body) }]
    case 'narrow':
      return [statement.body === undefined ? statement : { ...statement, body: yielding(statement.body) }]
    default:
      return [statement]
  }
}

function handed(value: Expr): Statement {
  const { start, end } = value
  return { kind: 'eval', value: { kind: 'yield', value, all: true, start, end }, start, end }
}

function isSilent(value: Expr): boolean {
  if (value.kind === 'assign' || value.kind === 'not') return true
  if (value.kind === 'const') return value.value === null
  if (value.kind === 'combine') return value.parts.length === 0
  if (value.kind !== 'call') return false
  const { callee } = value
  if (callee.kind === 'name') return silent.test(callee.name)
  return callee.kind === 'member' && silentMethods.test(callee.name)
}
