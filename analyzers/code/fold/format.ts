import type { Fold, Value } from '../nouns.js'
import { asText, exactText, hole, textValue } from '../values.js'

/** `"%s %d" % (a, b)`, and by name `%(a)s`, `%{a}`, `%<a>s`. */
export const percent: Fold = ({ receiver, args: [given] }) => {
  if (given === undefined || receiver?.text === undefined) return undefined
  return filled(receiver, given.items ?? [given], (name) => given.shape?.get(name))
}

/** `format("%s %d", a, b)`, `format("%{a}", a: 1)`. */
export const formatted: Fold = ({ args: [template, ...values], named }) =>
  template?.text === undefined ? undefined : filled(template, values, (name) => named.get(name))

function filled(
  { text: template = '', exact: known }: Value,
  values: readonly Value[],
  byName: (name: string) => Value | undefined,
): Value {
  let next = 0
  let exact = known === true
  const text = template.replace(
    /%(?:\((\w+)\)|<(\w+)>)?[-+ #0-9.]*([sdrxXfgic%])|%\{(\w+)\}/g,
    (_: string, round?: string, pointed?: string, type?: string, braced?: string) => {
      if (type === '%') return '%'
      const name = round ?? pointed ?? braced
      const value = name === undefined ? values[next++] : byName(name)
      if (value === undefined || exactText(value) === undefined) exact = false
      return value === undefined ? hole : (asText(value) ?? hole)
    },
  )
  return textValue(text, exact)
}
