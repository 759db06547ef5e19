import { isCommandLine } from './command.js'
import type { Command } from './command.js'

/**
 * Where in a line of any language a command may begin: at a quote, in an element, or where a shell is called by its name
 * with an option; not where that name is one of a step that is given its command in quotes (`sh '…'`).
 */
const starts =
  /(["'`>])|(?:[=(\s!:]|^)(?=(?:sh|bash|cmd|powershell|pwsh)(?:\.exe)?\s+[-/]|(?:curl|wget)\s+(?:-|https?:))/g
const closers: Readonly<Record<string, string>> = { '>': '<' }

/**
 * Command lines in a language that is not read: texts in quotes, and the rest of a line from where a shell is called. Only
 * what reads like a command and not like words about one.
 */
export function* fragments(text: string): Generator<Command> {
  for (const [at, line] of text.split('\n').entries()) {
    if (line.length > longest) continue
    let until = 0
    for (const match of line.matchAll(starts)) {
      const from = match.index + match[0].length
      if (from < until) continue
      const quote = match[1]
      const end = quote === undefined ? line.length : closing(line, closers[quote] ?? quote, from)
      const inner = line
        .slice(from, end)
        .replaceAll(`\\${quote ?? '"'}`, quote ?? '"')
        .trim()
      if (!isCommandLine(inner)) continue
      until = end
      yield { text: inner, line: at + 1 }
    }
  }
}

const longest = 4_000

/** Where a quote ends: at the next of its kind that is not escaped. */
function closing(line: string, quote: string, from: number): number {
  for (let at = from; at < line.length; at++) {
    if (line[at] === '\\') at++
    else if (line[at] === quote) return at
  }
  return line.length
}
