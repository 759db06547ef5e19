import type { Data } from '../manifests/data.js'
import { items, members, string } from '../manifests/data.js'
import { isCommandLine, lineOf } from './command.js'
import type { Command } from './command.js'

/** Keys whose value is a command, and whose list is one command or several. */
const direct =
  /^(?:run|script|scripts|command|commands|cmds?|shell|exec|entry|entrypoint|bash|sh|runcmd|bootcmd|before_?script|after_?script|(?:before|after)_(?:install|script|success)|statusline|prepare|postcommand|precommand|install|build|start|test|lint|serve|dev|shellhook|local-exec|inline|handler|hook|hooks|setup|init|steps?|enter|runner|\w*[_-]?command|\w*Commands?|on[A-Z_]\w+|(?:pre|post)[-_]?\w+|[\w.-]+\.(?:sh|bash))$/i
/** Keys under which every text may be a command. */
const tables = /^(?:scripts|tasks|aliases|alias|hooks|commands|events|shortcuts|recipes|jobs)$/i
/** Keys of what is looked for, shown or told, not run. */
const told =
  /^(?:patterns?|regex|match|matches|examples?|samples?|description|message|content|text|prompt|title|name|summary|signatures?|indicators?|iocs?|payloads?|expected|output|input|query|value|values|reason|rationale|label|severity|tests?_?cases?|bad|good|evidence|snippet|cases?|deny|block(?:ed|list)?|forbidden|dangerous)$/i
const words = /^(?:args|arguments|params)$/i
const shells = /^(?:CMD|CMD-SHELL|NONE)$/
const deepest = 24

/**
 * Values of a structured file that are run by whatever reads it: under keys that hold commands, as a line or as a list of
 * words, and only where they read like a command.
 */
export function* structuredCommands(data: Data): Generator<Command> {
  yield* visit(data, false, 0)
}

function* visit(data: Data, isTable: boolean, depth: number): Generator<Command> {
  if (depth > deepest) return
  for (const item of items(data)) yield* visit(item, isTable, depth + 1)
  const own = members(data)
  const rest = own.find(({ key }) => words.test(key))?.value
  for (const { key, value } of own) {
    if (told.test(key) || words.test(key)) continue
    const holds = direct.test(key) || isTable
    if (holds) yield* commandsOf(value, /^(?:command|cmd|exec|program|script)$/i.test(key) ? rest : undefined)
    yield* visit(value, tables.test(key) || (holds && value.kind === 'map'), depth + 1)
  }
}

function* commandsOf(value: Data, rest: Data | undefined): Generator<Command> {
  const own = string(value)
  const given = items(rest).flatMap((item) => string(item) ?? [])
  if (own !== undefined) {
    const text = given.length === 0 ? own : `${own} ${lineOf(given)}`
    if (isCommandLine(text.trim())) yield { text, line: value.line }
    return
  }
  if (value.kind !== 'list') return
  const list = value.items.flatMap((item) => {
    const text = string(item)
    return text === undefined ? [] : [{ text, line: item.line }]
  })
  const [first] = list
  if (first === undefined) return
  const isWords = shells.test(first.text) || (list.length > 1 && !/\s/.test(first.text))
  if (isWords) yield { text: wordsOf(list.map(({ text }) => text)), line: first.line }
  else for (const one of list) if (isCommandLine(one.text.trim())) yield one
}

/** `["CMD-SHELL", "line"]` is a line, `["CMD", "program", "word"]` words. */
function wordsOf([first = '', ...others]: readonly string[]): string {
  if (first === 'CMD-SHELL') return others.join(' ')
  return lineOf(first === 'CMD' ? others : [first, ...others])
}
