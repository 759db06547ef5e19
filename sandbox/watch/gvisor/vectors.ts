/**
 * The first of the two lists `["a", "b"], 0xADDR ["C=d"]` in the notation of Go's %q. Undefined unless the text is
 * exactly two lists: then a path that pretends to be one has been taken for it.
 */
export function readVectors(text: string): readonly string[] | undefined {
  const first = readList(text, 0)
  if (first === undefined) return undefined
  const between = /^, 0x[0-9a-f]+ (?=\[)/.exec(text.slice(first.end, first.end + 32))
  if (between === null)
    return /^, (?:0x0|null)(?: \[\])?$/.test(text.slice(first.end)) ? first.items : undefined
  const second = readList(text, first.end + between[0].length)
  return second?.end === text.length ? first.items : undefined
}

interface List {
  readonly items: readonly string[]
  readonly end: number
}

const item = /"((?:[^"\\]|\\.)*)"(, |\])/sy

function readList(text: string, start: number): List | undefined {
  if (text.startsWith('[]', start)) return { items: [], end: start + 2 }
  if (text[start] !== '[') return undefined
  const items: string[] = []
  for (item.lastIndex = start + 1; ;) {
    const found = item.exec(text)
    if (found === null) return undefined
    items.push(unquote(found[1] ?? ''))
    if (found[2] === ']') return { items, end: item.lastIndex }
  }
}

const plain: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
}

function unquote(text: string): string {
  const bytes: Buffer[] = []
  for (const [part, byte, unit, long, single] of text.matchAll(
    /\\x([0-9a-f]{2})|\\u([0-9a-f]{4})|\\U([0-9a-f]{8})|\\(.)|[^\\]+/gs,
  )) {
    if (byte !== undefined) bytes.push(Buffer.from(byte, 'hex'))
    else if (unit !== undefined || long !== undefined) bytes.push(Buffer.from(point(unit ?? long ?? '')))
    else bytes.push(Buffer.from(single === undefined ? part : (plain[single] ?? single)))
  }
  return Buffer.concat(bytes).toString('utf8')
}

function point(hex: string): string {
  const code = Number.parseInt(hex, 16)
  return code > 0x10ffff ? '\uFFFD' : String.fromCodePoint(code)
}
