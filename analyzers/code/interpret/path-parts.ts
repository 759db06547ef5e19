import type { Value } from '../nouns.js'
import { hole, textValue } from '../values.js'

/** Parts of a path object that is known (Python library reference, pathlib), and the text of an address (WHATWG URL, 6.1). */
export function pathPart({ path, text, exact }: Value, name: string): Value | undefined {
  if (name === 'href' && path === undefined && text !== undefined) return { text, exact }
  if (text !== undefined && (path === 'get-childitem' || path === 'get-item')) {
    if (name === 'fullname' || name === 'pspath') return { text, exact }
    if (name === 'name') return textValue(text.slice(text.lastIndexOf('\\') + 1), exact === true)
  }
  if (path !== 'pathlib.Path' || text === undefined) return undefined
  const at = text.lastIndexOf('/')
  if (name === 'parent')
    return { text: at < 0 ? hole : text.slice(0, at), exact: exact === true && at >= 0, path, sure: true }
  const file = text.slice(at + 1)
  if (name === 'name') return textValue(file, exact === true)
  const dot = file.lastIndexOf('.')
  // Only what stands in the last part is asked for: what is before it may be unknown.
  return name === 'stem' ? textValue(dot > 0 ? file.slice(0, dot) : file, !file.includes(hole)) : undefined
}
