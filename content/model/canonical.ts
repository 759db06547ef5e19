/**
 * Canonical JSON (RFC 8785): members sorted by UTF-16 code units, no white space, ECMAScript numbers. Equal values give
 * equal bytes. Throws a TypeError on what JSON cannot hold (NaN, functions, cycles); `undefined` members are left out.
 */
export function canonicalJson(value: unknown): string {
  return write(value, new Set())
}

function write(value: unknown, open: Set<object>): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return writeNumber(value)
  if (typeof value === 'string') return JSON.stringify(value.toWellFormed())
  if (typeof value !== 'object') throw new TypeError(`canonicalJson: ${typeof value} has no JSON form`)
  if (open.has(value)) throw new TypeError('canonicalJson: the value is cyclic')
  open.add(value)
  const text = Array.isArray(value)
    ? `[${value.map((item) => write(item, open)).join(',')}]`
    : `{${members(value as Readonly<Record<string, unknown>>, open)}}`
  open.delete(value)
  return text
}

function writeNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError('canonicalJson: a number must be finite')
  return JSON.stringify(value)
}

function members(value: Readonly<Record<string, unknown>>, open: Set<object>): string {
  return Object.keys(value)
    .filter((name) => value[name] !== undefined)
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    .map((name) => `${JSON.stringify(name.toWellFormed())}:${write(value[name], open)}`)
    .join(',')
}
