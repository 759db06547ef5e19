/**
 * Canonical JSON (RFC 8785): members sorted by UTF-16 code units, no white space, ECMAScript numbers. Equal values give
 * equal bytes. Members of the outermost object named in `without` are left out. Throws a TypeError on what JSON cannot hold (NaN, functions, cycles); `undefined` members are left out.
 */
export function canonicalJson(value: unknown, without?: ReadonlySet<string>): string {
  return write(value, [], without)
}

/** `open` holds the objects around the value, outermost first. */
function write(value: unknown, open: object[], without?: ReadonlySet<string>): string {
  if (typeof value === 'string') return JSON.stringify(value.toWellFormed())
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return writeNumber(value)
  if (typeof value !== 'object') throw new TypeError(`canonicalJson: ${typeof value} has no JSON form`)
  if (open.includes(value)) throw new TypeError('canonicalJson: the value is cyclic')
  open.push(value)
  const text = Array.isArray(value)
    ? `[${value.map((item) => write(item, open)).join(',')}]`
    : `{${members(value as Readonly<Record<string, unknown>>, open, without)}}`
  open.pop()
  return text
}

function writeNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError('canonicalJson: a number must be finite')
  return JSON.stringify(value)
}

function members(
  value: Readonly<Record<string, unknown>>,
  open: object[],
  without: ReadonlySet<string> | undefined,
): string {
  let text = ''
  for (const name of sorted(Object.keys(value))) {
    const member = value[name]
    if (member === undefined || without?.has(name) === true) continue
    if (text !== '') text += ','
    text += quoted(name)
    text += write(member, open)
  }
  return text
}

/** Up to so many names, putting each in its place takes less than calling the general sort. */
const few = 40

/** By UTF-16 code units, in place. */
function sorted(all: string[]): string[] {
  if (all.length > few) return all.sort()
  for (let i = 1; i < all.length; i++) {
    const one = all[i] as string
    let at = i
    for (; at > 0 && (all[at - 1] as string) > one; at--) all[at] = all[at - 1] as string
    all[at] = one
  }
  return all
}

/** A name as it stands before its value. Names recur in record after record. */
const names = new Map<string, string>()
const most = { kept: 2048, units: 64 }

function quoted(name: string): string {
  const known = names.get(name)
  if (known !== undefined) return known
  const text = `${JSON.stringify(name.toWellFormed())}:`
  if (names.size < most.kept && name.length <= most.units) names.set(name, text)
  return text
}
