import type { Token } from 'markdown-it'

import type { Inline } from './inline.js'
import { readInline } from './inline.js'
import type { Block, Role } from './block.js'

/** Where the blocks of one stretch of a document go. */
export interface Stretch {
  readonly blocks: Block[]
  /** Heading at each level, kept from stretch to stretch. */
  readonly trail: string[]
  readonly text: string
  /** Added to a line of the stretch, from 1, to give the line of the document. */
  readonly offset: number
}

/** Turns the tokens of one stretch into blocks, in order. */
export function readTokens(tokens: readonly Token[], to: Stretch): void {
  const roles: Role[] = ['paragraph']
  let heading = joinTrail(to.trail)
  const line = (token: Token): number => (token.map?.[0] ?? 0) + 1 + to.offset
  const add = (
    token: Token,
    role: Role,
    text: string,
    more: Pick<Block, 'language' | 'link' | 'links'> = {},
  ): void => {
    if (text.trim() === '' && more.link === undefined) return
    const lineEnd = Math.max(line(token), (token.map?.[1] ?? 1) + to.offset)
    to.blocks.push({ role, text, line: line(token), lineEnd, heading, ...more })
  }

  for (const [at, token] of tokens.entries()) {
    const next = tokens[at + 1]
    switch (token.type) {
      case 'heading_open': {
        if (next === undefined) break
        const { text, inner } = readInline(next)
        const depth = Number(token.tag.slice(1))
        to.trail.length = Math.min(to.trail.length, depth - 1)
        heading = joinTrail(to.trail)
        add(token, 'heading', text)
        to.trail[depth - 1] = text.slice(0, 120)
        heading = joinTrail(to.trail)
        inner(line(token), heading, to.blocks)
        break
      }
      case 'paragraph_open': {
        if (next === undefined) break
        const role = roles.at(-1) ?? 'paragraph'
        const { text, links, inner } = readInline(next)
        add(
          token,
          role,
          role === 'list-item' ? text.replace(taskBox, '') : text,
          links.length === 0 ? {} : { links },
        )
        inner(line(token), heading, to.blocks)
        break
      }
      case 'list_item_open':
        roles.push('list-item')
        break
      case 'blockquote_open':
        roles.push('quote')
        break
      case 'list_item_close':
      case 'blockquote_close':
        roles.pop()
        break
      case 'fence':
      case 'code_block':
        add(
          token,
          'code-block',
          token.content.replace(token.type === 'fence' ? /\n$/ : /\n+$/, ''),
          languageOf(token),
        )
        break
      case 'html_block': {
        const text = token.content.replace(/\n+$/, '')
        add(token, text.trimStart().startsWith('<!--') ? 'comment' : 'html', text)
        break
      }
      case 'definition':
        add(token, 'link', token.content, { link: token.attrs?.[0]?.[1] ?? '' })
        break
      case 'tr_open': {
        const cells = cellsOf(tokens, at)
        const texts = rowTexts(token, cells, to.text)
        add(token, 'table', texts.join(' | '))
        for (const { inner } of cells) inner(line(token), heading, to.blocks)
        break
      }
    }
  }
}

function joinTrail(trail: readonly string[]): string {
  return trail.filter(Boolean).join(' > ')
}

/** The box of a task (GFM 5.3). */
const taskBox = /^\[[ xX]\][ \t\n]+(?=\S)/

function languageOf(token: Token): Pick<Block, 'language'> {
  const language = /^\s*(\S+)/.exec(token.info)?.[1]
  return language === undefined ? {} : { language }
}

function cellsOf(tokens: readonly Token[], row: number): Inline[] {
  const cells: Inline[] = []
  for (let at = row + 1; at < tokens.length; at++) {
    const token = tokens[at]
    if (token === undefined || token.type === 'tr_close') break
    if (token.type === 'inline') cells.push(readInline(token))
  }
  return cells
}

/**
 * Texts of a row's cells: without those the parser adds to a short row, and with those past the head of the table, which
 * no page shows (GFM 4.10) and a model reads.
 */
function rowTexts(row: Token, cells: readonly Inline[], text: string): string[] {
  const texts = cells.map((cell) => cell.text)
  const source = lineAt(text, row.map?.[0] ?? 0)
  if (source.split('|').length <= texts.length) return texts.slice(0, Math.max(1, source.split('|').length))
  const written = source.replace(/^[\s>]*\|?|\|?\s*$/g, '').split(/(?<!\\)\|/)
  const more = written.slice(texts.length).map((cell) => cell.trim())
  if (written.length < texts.length) return texts.slice(0, written.length)
  return more.some((cell) => cell !== '') ? [...texts, ...more] : texts
}

function lineAt(text: string, line: number): string {
  let at = 0
  for (let i = 0; i < line; i++) {
    at = text.indexOf('\n', at) + 1
    if (at === 0) return ''
  }
  const end = text.indexOf('\n', at)
  return text.slice(at, end === -1 ? text.length : end)
}
