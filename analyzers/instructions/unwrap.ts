/** Roles of text that people wrap where the line is full, not where the sentence ends. */
const wrapped: ReadonlySet<string> = new Set([
  'paragraph',
  'list-item',
  'quote',
  'comment',
  'hidden',
  'section',
])

/** A line that begins something of its own: a list item, heading, table, quote, fence, or code by its indentation. */
const beginning = /^(?:[ \t]{0,3}(?:[-*+>#|]|\d{1,3}[.)][ \t]|`{3}|~{3}|<)| {4}|\t|[ \t]*$)/
/** A line that nothing goes on from. */
const ending = /^[ \t]*(?:#|\||-{3}|={3}|`{3}|~{3}|[\w-]{1,40}:[ \t]*$|$)|[ \t]{2}$|-->[ \t]*$/

/**
 * The text with every line break inside a sentence as a space, unit for unit as long as it is: what is written over two
 * lines says the same as on one. Code in a section keeps its lines.
 */
export function unwrap(role: string, text: string): string {
  if (!wrapped.has(role) || !text.includes('\n')) return text
  const lines = text.split('\n')
  let fenced = false
  let joined = ''
  for (const [at, line] of lines.entries()) {
    joined += line
    if (at === lines.length - 1) break
    if (/^[ \t]*(?:`{3}|~{3})/.test(line)) fenced = !fenced
    const next = lines[at + 1] ?? ''
    // What is indented as code is that in a section only; a block has lost what it stood under.
    const begins =
      role === 'section'
        ? beginning.test(next)
        : /^[ \t]*(?:[-*+>#|][ \t]|\d{1,3}[.)][ \t]|`{3}|$)/.test(next)
    joined += fenced || begins || ending.test(line) ? '\n' : ' '
  }
  return joined
}
