import type { Language } from './grammar.js'

const value = `(?:"[^"\\n]*"|'[^'\\n]*'|[^\\s"'\`()]*)`
const assignments = new RegExp(
  `^[ \\t]*(?:[A-Za-z_]\\w*=${value}[ \\t]+)+[A-Za-z_]\\w*=${value}[ \\t]*(?=\\n)`,
  'gm',
)

/**
 * The text as a grammar is shown it, unit for unit as long as it is. That of Bash (tree-sitter-bash 0.25) at times takes a
 * line of several assignments for the beginning of the command on the next one, which then is no loop and no command
 * any more; a semicolon in place of the line break parts them.
 */
export function mendText(language: Language, text: string): string {
  if (language !== 'bash') return text
  let mended = ''
  let from = 0
  for (const found of text.matchAll(assignments)) {
    const end = found.index + found[0].length
    mended += `${text.slice(from, end)};`
    from = end + 1
  }
  return from === 0 ? text : mended + text.slice(from)
}
