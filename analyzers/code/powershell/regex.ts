/** Regular expressions that are followed: a text as it is, or one class of letters. No other one is run. */
function known(pattern: string): RegExp | string | undefined {
  const plain = pattern.replace(/^\(\?i\)/, '')
  if (/^(?:[^\\^$.|?*+()[\]{}]|\\[^\w\s])*$/.test(plain)) return plain.replace(/\\([^\w\s])/g, '$1')
  if (/^(?:\[\^?(?:[^\\[\]]|\\[^\w]|\\[dsw]){1,64}\]|\\[dsw])\+?$/i.test(plain))
    return new RegExp(plain, 'gi')
  return plain === '.' ? /[^\n]/g : undefined
}

/** `text -replace pattern, put`; undefined where the pattern is not followed. */
export function replacedBy(text: string, pattern: string, put: string): string | undefined {
  const by = known(pattern)
  if (by === undefined || by === '' || /\$[\d{&]/.test(put)) return undefined
  if (typeof by !== 'string') return text.replace(by, () => put)
  let [made, from] = ['', 0]
  const [low, old] = [text.toLowerCase(), by.toLowerCase()]
  if (low.length !== text.length) return text.replaceAll(by, () => put)
  for (let at = low.indexOf(old); at >= 0 && made.length < 65_536; at = low.indexOf(old, from)) {
    made += text.slice(from, at) + put
    from = at + old.length
  }
  return made + text.slice(from)
}

/** `text -split pattern`. */
export function splitBy(text: string, pattern: string): string[] | undefined {
  const by = known(pattern)
  if (by === undefined) return undefined
  if (by === '') return ['', ...Array.from(text.slice(0, 4094)), '']
  return text.split(by, 4096)
}
