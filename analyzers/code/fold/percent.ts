import type { Value } from '../nouns.js'
import { asText, exactText, hole, textValue } from '../values.js'

/** `%s`, `%-5d`, `%(name)s`, `%[2]v`: what stands in for each is asked for, by its name where it has one. */
const verb = /%(?:\((\w+)\))?[-+ #0-9.*]*(?:\[\d+\])?([a-zA-Z%])/g

/** Text of a template of `printf` and its kin; what is not known stays a hole. */
export function fillPercent(
  template: Value,
  value: (key: string | undefined) => Value | undefined,
): Value | undefined {
  if (template.text === undefined) return undefined
  let exact = template.exact === true
  const text = template.text.replace(verb, (_: string, key?: string, type?: string) => {
    if (type === '%') return '%'
    const found = value(key)
    if (found === undefined || exactText(found) === undefined) exact = false
    return found === undefined ? hole : (asText(found) ?? hole)
  })
  return textValue(text, exact)
}
