/** A JavaScript identifier made of a title: `Reads cloud credentials` -> `readsCloudCredentials`. */
export function identifier(title: string, taken: Set<string>): string {
  const words = title
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, ' ')
    .trim()
    .split(' ')
    .slice(0, 12)
  const joined = words
    .map((word, i) =>
      i === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1).toLowerCase(),
    )
    .join('')
  const free = /^[a-z]/.test(joined) && !reserved.has(joined) && !constants.test(joined)
  const base = free ? joined : `rule${joined}`
  let name = base
  for (let i = 2; taken.has(name); i++) name = `${base}${i}`
  taken.add(name)
  return name
}

/** What a module calls the tests it makes once. */
const constants = /^tests\d*$/

const reserved = new Set(
  `await break case catch class const continue debugger default delete do else enum eval arguments export extends false
   finally for function if implements import in instanceof interface let new null package private protected public
   return static super switch this throw true try typeof undefined var void while with yield`.split(/\s+/),
)

/** A string literal in single quotes; what an editor or terminal would not show is escaped. */
export function quote(text: string): string {
  let out = "'"
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    const c = text[i] ?? ''
    if (c === "'" || c === '\\') out += `\\${c}`
    else if (c === '\n') out += '\\n'
    else if (unit >= 32 && unit < 127) out += c
    else out += `\\u${unit.toString(16).padStart(4, '0')}`
  }
  return `${out}'`
}

/** One line that is safe inside a block comment. */
export function remark(text: string): string {
  return (
    text
      .replace(/\*\//g, '* /')
      // eslint-disable-next-line no-control-regex -- control characters are what is looked for
      .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069]+/g, ' ')
      .slice(0, 400)
      .trim()
  )
}
