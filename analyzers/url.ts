import type { FactFields } from './context.js'

/** An address, by where it begins; credentials before the host are apart. */
const pattern =
  /\b([a-z][a-z0-9+.-]{1,15}):\/\/(?:[^\s/?#@'"<>`]{0,200}@)?(\[[0-9a-f:.]+\]|[^\s/?#:'"<>`\\]{1,253})(?::\d{1,5})?[^\s'"<>`\\]{0,2000}/i
/** What a name or an address of a machine can be; the rest stands for one: `{}`, `$HOST`, `..`. */
const host = /^(?:\[[0-9a-f:.]+\]|[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_])?)$/iu
const opening: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

/** The first address in a text, as fields; credentials inside it are left out. A host that is not yet one has no domain. */
export function urlIn(text: string): FactFields {
  const found = pattern.exec(text.length > 8192 ? text.slice(0, 8192) : text)
  if (found === null) return {}
  const [full, scheme = '', named = ''] = found
  const domain = withoutProse(named)
  return {
    'url.full': withoutProse(full.replace(/\/\/[^\s/?#@]*@/, '//')),
    'url.scheme': scheme.toLowerCase(),
    ...(host.test(domain) && !domain.includes('..') ? { 'url.domain': domain.toLowerCase() } : {}),
  }
}

/** Without the full stop, comma or bracket of the sentence it stands in; a bracket that it opened itself is its own. */
function withoutProse(address: string): string {
  const counts = new Map<string, number>()
  for (const char of address) counts.set(char, (counts.get(char) ?? 0) + 1)
  let end = address.length
  for (; end > 0; end--) {
    const last = address.charAt(end - 1)
    const opener = opening[last]
    const closers = counts.get(last) ?? 0
    if (opener === undefined ? !/[.,;:!?*|]/.test(last) : closers <= (counts.get(opener) ?? 0)) break
    counts.set(last, closers - 1)
  }
  return address.slice(0, end)
}
