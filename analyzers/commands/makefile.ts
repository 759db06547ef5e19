import type { Command } from './command.js'
import { mostCommands, wholeLines } from './command.js'

/**
 * What a Makefile has a shell run: the lines of its recipes, and what `$(shell …)` and `!=` run while it is read (GNU Make
 * manual, 5.1 and 8.14). A Justfile has the same recipes, indented by spaces.
 */
export function* makeCommands(text: string): Generator<Command> {
  for (const { text: whole, line } of wholeLines(text)) {
    for (const inner of shells(whole)) yield { text: plain(inner), line }
    const isRecipe = whole.startsWith('\t') || whole.startsWith('  ')
    const command = isRecipe
      ? whole
          .trimStart()
          .replace(/^[@+-]+/, '')
          .trimStart()
      : assigned(whole)
    if (command !== '' && !command.startsWith('#')) yield { text: plain(command), line }
  }
}

/** What stands after `!=`, which runs it. */
function assigned(line: string): string {
  const at = line.indexOf('!=')
  return at === -1 ? '' : line.slice(at + 2).trim()
}

/** What stands in each `$(shell …)` of a line, up to the parenthesis that closes it. */
function* shells(line: string): Generator<string> {
  const opening = /\$[({]shell\s/g
  for (let count = 0; count < mostCommands && opening.exec(line) !== null; count++) {
    const from = opening.lastIndex
    let depth = 1
    let end = from
    for (; end < line.length && depth > 0; end++) {
      if (line[end] === '(' || line[end] === '{') depth++
      else if (line[end] === ')' || line[end] === '}') depth--
    }
    yield line.slice(from, depth === 0 ? end - 1 : end)
  }
}

/** Without what Make puts in: a variable of it is one of the shell, `$$` is `$`. */
function plain(command: string): string {
  return command
    .replace(/\$[({]shell\s[^)}]{0,2000}[)}]/g, '$MADE')
    .replace(/\$[({]([\w.-]{1,80})[)}]/g, (_, name: string) => `$${name.replace(/\W/g, '_')}`)
    .replaceAll('$$', '$')
    .replace(/\{\{[^{}]{0,200}\}\}/g, '$PUT')
}
