/** A matcher for addresses of a network (RFC 4632, RFC 4291). Undefined when the network is not one. */
export function cidr(net: string): ((address: string) => boolean) | undefined {
  const [base = '', width, ...more] = net.split('/')
  const want = parseAddress(base)
  if (want === undefined || more.length > 0) return undefined
  const bits = width === undefined ? want.length * 16 : /^\d{1,3}$/.test(width) ? Number(width) : NaN
  if (!(bits >= 0 && bits <= want.length * 16)) return undefined
  return (text) => {
    const address = parseAddress(text)
    if (address === undefined) return false
    const same = address.length === want.length ? address : want.length === 2 ? mapped(address) : undefined
    return same !== undefined && sharesPrefix(same, want, bits)
  }
}

function sharesPrefix(a: readonly number[], b: readonly number[], bits: number): boolean {
  for (let i = 0, left = bits; left > 0; i++, left -= 16) {
    const mask = left >= 16 ? 0xffff : (0xffff << (16 - left)) & 0xffff
    if ((((a[i] ?? 0) ^ (b[i] ?? 0)) & mask) !== 0) return false
  }
  return true
}

/** The IPv4 address inside an IPv4-mapped IPv6 one (RFC 4291, 2.5.5.2). */
function mapped(groups: readonly number[]): readonly number[] | undefined {
  return groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
    ? groups.slice(6)
    : undefined
}

/** 16-bit groups: 2 for IPv4, 8 for IPv6. A zone (`%eth0`) is ignored. */
export function parseAddress(text: string): readonly number[] | undefined {
  if (text.length > 64) return undefined
  return text.includes(':') ? parseV6(text) : parseV4(text)
}

function parseV4(text: string): readonly number[] | undefined {
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)
  if (found === null) return undefined
  const [a = 0, b = 0, c = 0, d = 0] = found.slice(1).map(Number)
  return Math.max(a, b, c, d) > 255 ? undefined : [(a << 8) | b, (c << 8) | d]
}

function parseV6(written: string): readonly number[] | undefined {
  const text = written.replace(/%.*$/, '')
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head, tail] = halves.map(parseGroups)
  if (head === undefined) return undefined
  if (halves.length === 1) return head.length === 8 ? head : undefined
  if (tail === undefined || head.length + tail.length > 7) return undefined
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail]
}

function parseGroups(text: string): readonly number[] | undefined {
  if (text === '') return []
  const groups: number[] = []
  const parts = text.split(':')
  for (const [i, part] of parts.entries()) {
    const v4 = i === parts.length - 1 && part.includes('.') ? parseV4(part) : undefined
    if (v4 !== undefined) groups.push(...v4)
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(parseInt(part, 16))
    else return undefined
  }
  return groups
}
