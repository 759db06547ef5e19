import type { PlanExpr, PlanTest } from '@clawback/model'
import { quote } from './name.js'

/** What a module needs besides its rules: runtime names, and constants for what is costly to make. */
export interface Needs {
  readonly imports: Set<string>
  /** Code of a constant -> its name. */
  readonly constants: Map<string, string>
}

/** Code of an expression over the functions of the rule's search identifiers. */
export function emitExpr(expr: PlanExpr, nameOf: (identifier: string) => string, needs: Needs): string {
  const inner = (item: PlanExpr): string => emitExpr(item, nameOf, needs)
  if ('and' in expr) return joined(expr.and.map(inner), '&&')
  if ('or' in expr) return joined(expr.or.map(inner), '||')
  if ('not' in expr) return `!${atomic(inner(expr.not))}`
  if ('use' in expr) return `${nameOf(expr.use)}()`
  return emitItem(expr, needs)
}

function joined(items: readonly string[], operator: '&&' | '||'): string {
  // None at all: the values of an empty list.
  if (items.length === 0) return operator === '&&' ? 'true' : 'false'
  return items.length === 1 ? (items[0] ?? 'true') : `(${items.join(` ${operator} `)})`
}

function atomic(code: string): string {
  return /^[\w$]+\(/.test(code) || code.startsWith('(') ? code : `(${code})`
}

type Item = Extract<PlanExpr, { field: string | null }>

function emitItem(item: Item, needs: Needs): string {
  const tests = 'any' in item ? item.any : item.all
  const plain = tests.filter((test) => !special(test))
  const codes = tests.filter(special).map((test) => emitSpecial(item.field, test, needs))
  if (plain.length > 0) codes.unshift(emitTests(item, plain, needs))
  return joined(codes, 'any' in item ? '||' : '&&')
}

function emitTests(item: Item, tests: readonly PlanTest[], needs: Needs): string {
  const call = 'any' in item ? 'anyOf' : 'allOf'
  const field = item.field === null ? 'null' : quote(item.field)
  // Bundlers that follow the mark drop the tests of a rule that is not used; without it they must keep every call.
  const list = `[${tests.map((test) => `/* @__PURE__ */ ${emitTest(test, needs)}`).join(', ')}]`
  return `${use(needs, call)}(event, ${field}, ${constant(needs, list)})`
}

/** Tests that look at more than one value of the field. */
function special(test: PlanTest): boolean {
  return test.op === 'exists' || test.op === 'null' || test.op === 'field' || test.op === 'list'
}

function emitSpecial(field: string | null, test: PlanTest, needs: Needs): string {
  const name = quote(field ?? '')
  switch (test.op) {
    case 'exists':
      return `${test.value ? '' : '!'}${use(needs, 'exists')}(event, ${name})`
    case 'null':
      return `${use(needs, 'isNull')}(event, ${name})`
    case 'field':
      return `${use(needs, 'sameAs')}(event, ${name}, ${quote(test.field)}, '${test.as}', ${test.cased === true})`
    case 'list': {
      const around = `[${quote(test.before)}, ${quote(test.after)}]`
      const cased = test.cased === true ? ', true' : ''
      const tests = `${use(needs, 'listed')}(lists, ${quote(test.list)}, '${test.as}', ${around}${cased})`
      return `${use(needs, 'anyOf')}(event, ${field === null ? 'null' : name}, ${tests})`
    }
    default:
      return 'false'
  }
}

function emitTest(test: PlanTest, needs: Needs): string {
  switch (test.op) {
    case 'eq':
    case 'contains':
    case 'startswith':
    case 'endswith':
      return test.cased === true
        ? `${use(needs, 'cased')}('${test.op}', ${quote(test.text)})`
        : `${use(needs, 'text')}('${test.op}', ${quote(foldText(test.text))})`
    case 'glob': {
      const parts = test.parts.map((part) =>
        typeof part === 'string' ? quote(test.cased === true ? part : foldText(part)) : String(part),
      )
      return `${use(needs, test.cased === true ? 'casedWildcard' : 'wildcard')}([${parts.join(', ')}])`
    }
    case 're':
      return `${use(needs, 'regex')}(${quote(test.pattern)}, '${test.flags}')`
    case 'cidr':
      return `${use(needs, 'network')}(${quote(test.net)})`
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return `${use(needs, 'number')}('${test.op}', ${test.value})`
    case 'time':
      return `${use(needs, 'time')}('${test.part}', '${test.compare}', ${test.value})`
    default:
      return '() => false'
  }
}

/** Tests are made once, when the module is loaded. */
function constant(needs: Needs, code: string): string {
  const known = needs.constants.get(code)
  if (known !== undefined) return known
  const name = `tests${needs.constants.size + 1}`
  needs.constants.set(code, name)
  return name
}

function use(needs: Needs, name: string): string {
  needs.imports.add(name)
  return name
}

/** Folding of the evaluator: per UTF-16 unit, and only where the lower case is one unit. */
function foldText(text: string): string {
  return text
    .split('')
    .map((c) => (c.toLowerCase().length === 1 ? c.toLowerCase() : c))
    .join('')
}
