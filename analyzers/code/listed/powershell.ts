import type { SyntaxNode } from '../../syntax/node.js'
import { child, parts } from '../../syntax/node.js'
import { assignedBy, blocks, carriedBy, functionIn, loopIn, parameterIn } from './powershell-data.js'
import type { ListedImport, Listing, Source } from './listing.js'

/** Aliases that PowerShell has by itself (about_Aliases), for the commands that reach outside. */
const aliases: Readonly<Record<string, string>> = {
  iex: 'invoke-expression',
  iwr: 'invoke-webrequest',
  irm: 'invoke-restmethod',
  curl: 'invoke-webrequest',
  wget: 'invoke-webrequest',
  icm: 'invoke-command',
  ii: 'invoke-item',
  saps: 'start-process',
  start: 'start-process',
  ipmo: 'import-module',
  sal: 'set-alias',
  gc: 'get-content',
  cat: 'get-content',
  type: 'get-content',
  gci: 'get-childitem',
  sc: 'set-content',
  ac: 'add-content',
  cp: 'copy-item',
  copy: 'copy-item',
  mv: 'move-item',
  rm: 'remove-item',
  del: 'remove-item',
}

/**
 * PowerShell (about_Language_Keywords, about_Command_Syntax). Case means nothing in it: names are told in lower case, and
 * aliases by the command they stand for.
 */
export const powershell: Listing = {
  language: 'powershell',
  literals: new Set([
    'expandable_string_literal',
    'verbatim_string_characters',
    'expandable_here_string_literal',
    'verbatim_here_string_characters',
    'generic_token',
    'command_parameter',
  ]),
  joins: new Set(['additive_expression', 'additive_argument_expression']),
  call(node, source) {
    if (node.type === 'command') {
      const called = child(node, 'command_name') ?? parts(node).find(({ type }) => type !== operator)
      // What `&` starts is worked out when it runs: a path, a text, a block made of one.
      if (called?.type === 'command_name_expr') return { name: '&', args: [called, ...elements(node)] }
      const written = called === undefined ? undefined : (source.literal(called) ?? source.raw(called))
      return { name: written === undefined ? '?' : written.slice(0, 200), args: elements(node) }
    }
    if (node.type !== 'invokation_expression') return undefined
    const [holder, member, list] = parts(node)
    const type = holder === undefined ? '?' : typeName(source.raw(holder))
    return {
      name: `${type ?? source.name(holder)}.${source.name(member)}`,
      args: list === undefined ? [] : parts(list).flatMap((inner) => parts(inner)),
    }
  },
  imports: (node, source) => (node.type === 'command' ? imported(node, source) : []),
  carried: carriedBy,
  joined: new Set(['pipeline_chain']),
  apart: ({ type }) => blocks.has(type),
  assigned: assignedBy,
  defined: functionIn,
  each: loopIn,
  parameter: parameterIn,
  canonical(name) {
    const plain = name.toLowerCase().replace(/\.exe$/, '')
    return Object.hasOwn(aliases, plain) ? (aliases[plain] ?? plain) : plain
  },
}

const operator = 'command_invokation_operator'

function imported(node: SyntaxNode, source: Source): readonly ListedImport[] {
  const called = child(node, 'command_name')
  const sign = node.children.find(({ type }) => type === operator)
  if (sign !== undefined && source.raw(sign) === '.' && called !== undefined)
    return [{ module: source.raw(called) }]
  const name = called === undefined ? '' : source.raw(called).toLowerCase()
  if (!/^(?:using|import-module|ipmo)$/.test(name)) return []
  const words = elements(node).map((one) => source.literal(one) ?? '?')
  const using =
    name === 'using' && /^(?:module|namespace|assembly)$/i.test(words[0] ?? '') ? words[1] : undefined
  const loaded = /^(?:import-module|ipmo)$/.test(name)
    ? words.find((word) => !word.startsWith('-'))
    : undefined
  const module = using ?? loaded
  return module === undefined ? [] : [{ module }]
}

/** `[System.Net.WebClient]` -> `system.net.webclient`. */
function typeName(written: string): string | undefined {
  return /^\[([\w.]{1,200})\]$/.exec(written)?.[1]
}

/** Words and values after the name; several in one list stand apart. */
function elements(node: SyntaxNode): readonly SyntaxNode[] {
  const list = child(node, 'command_elements')
  return list === undefined
    ? []
    : parts(list)
        .filter(({ type }) => type !== 'command_argument_sep')
        .flatMap(apart)
}

function apart(node: SyntaxNode): readonly SyntaxNode[] {
  if (node.type !== 'array_literal_expression') return [node]
  return parts(node).length > 1 ? parts(node) : [node]
}
