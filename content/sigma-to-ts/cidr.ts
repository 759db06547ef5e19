/** Checks a network in CIDR notation (RFC 4632, RFC 4291); a bare address is a network of one. */
export function parseNet(text: string): { readonly bits: number; readonly family: 4 | 6 } | undefined {
  const [, address = '', width] = /^([0-9a-fA-F:.]+)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const family = isV4(address) ? 4 : isV6(address) ? 6 : undefined
  if (family === undefined) return undefined
  const most = family === 4 ? 32 : 128
  const bits = width === undefined ? most : Number(width)
  return bits <= most ? { bits, family } : undefined
}

function isV4(text: string): boolean {
  const parts = text.split('.')
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)
}

function isV6(text: string): boolean {
  if (!text.includes(':')) return false
  const halves = text.split('::')
  if (halves.length > 2) return false
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  const last = groups.at(-1)
  const embedded = last !== undefined && last.includes('.')
  if (embedded && !isV4(last)) return false
  const plain = embedded ? groups.slice(0, -1) : groups
  const count = plain.length + (embedded ? 2 : 0)
  return (
    plain.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group)) &&
    (halves.length === 2 ? count < 8 : count === 8)
  )
}
