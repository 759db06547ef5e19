import type { FactFields } from './context.js'

const pattern =
  /\b([a-z][a-z0-9+.-]{1,15}):\/\/(?:[^\s/?#@'"<>]{0,200}@)?(\[[0-9a-f:.]+\]|[^\s/?#:'"<>\\]{1,253})(?::\d{1,5})?[^\s'"<>\\]{0,2000}/i

/** The first address in a text, as fields; credentials inside it are left out. */
export function urlIn(text: string): FactFields {
  const found = pattern.exec(text.length > 8192 ? text.slice(0, 8192) : text)
  if (found === null) return {}
  const [full, scheme = '', domain = ''] = found
  return {
    'url.full': full.replace(/\/\/[^\s/?#@]*@/, '//'),
    'url.scheme': scheme.toLowerCase(),
    'url.domain': domain.toLowerCase(),
  }
}
