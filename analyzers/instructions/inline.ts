import type { Token } from 'markdown-it'

import type { Block } from './block.js'

/** The text of one block, and what stands inside it. */
export interface Inline {
  /** As a reader sees it: markup gone, comments too. */
  readonly text: string
  readonly links: readonly { readonly text: string; readonly url: string }[]
  /** Adds inline code, links and comments as blocks of their own; `line` is that of the block's first character. */
  readonly inner: (line: number, heading: string, to: Block[]) => void
}

/** Reads the inline token of a block. */
export function readInline(token: Token): Inline {
  const { content, children } = token
  const only = children?.[0]
  // Most blocks are one run of text.
  if (children === null || only === undefined) return { text: content, links: [], inner: nothing }
  if (children.length === 1 && only.type === 'text') return { text: only.content, links: [], inner: nothing }
  const found = new Pieces(content)
  for (const child of children) found.take(child)
  const { text, links } = found
  return { text, links, inner: (line, heading, to) => found.give(line, heading, to) }
}

const nothing = (): void => undefined

interface Piece {
  readonly role: 'inline-code' | 'link' | 'comment'
  text: string
  readonly link?: string
  /** Lines after that of the block. */
  readonly from: number
  to: number
}

/** What is found on the way through the children of a block. */
class Pieces {
  text = ''
  readonly links: { readonly text: string; readonly url: string }[] = []
  readonly #found: Piece[] = []
  readonly #open: { readonly piece: Piece; readonly at: number }[] = []
  readonly #content: string
  /** Place up to which lines were counted. */
  #at = 0
  #line = 0

  constructor(content: string) {
    this.#content = content
  }

  take(token: Token): void {
    const line = this.#lineOf(token)
    switch (token.type) {
      case 'text':
      case 'text_special':
        this.text += token.content
        break
      case 'softbreak':
      case 'hardbreak':
        this.text += '\n'
        this.#pass()
        break
      case 'code_inline':
        this.text += token.content
        this.#found.push({
          role: 'inline-code',
          text: token.content,
          from: line,
          to: line + this.#breaks(token),
        })
        break
      case 'link_open': {
        const piece: Piece = { role: 'link', text: '', link: attribute(token, 'href'), from: line, to: line }
        this.#found.push(piece)
        this.#titled(token, line)
        this.#open.push({ piece, at: this.text.length })
        break
      }
      case 'link_close':
        this.#close(line)
        break
      case 'image': {
        const alt = plainText(token.children ?? [])
        this.text += alt
        this.#titled(token, line)
        this.#found.push({ role: 'link', text: alt, link: attribute(token, 'src'), from: line, to: line })
        break
      }
      case 'html_inline': {
        const isComment = token.content.startsWith('<!--')
        if (!isComment) this.text += token.content
        else
          this.#found.push({
            role: 'comment',
            text: token.content,
            from: line,
            to: line + token.content.split('\n').length - 1,
          })
      }
    }
  }

  give(line: number, heading: string, to: Block[]): void {
    for (const { role, text, link, from, to: until } of this.#found) {
      if (text.trim() === '' && link === undefined) continue
      to.push({
        role,
        text,
        line: line + from,
        lineEnd: line + until,
        heading,
        ...(link === undefined ? {} : { link }),
      })
    }
  }

  /** The title of a link or image: a page shows it on request only, a model reads it. */
  #titled(token: Token, line: number): void {
    const text = attribute(token, 'title')
    if (text !== '') this.#found.push({ role: 'comment', text, from: line, to: line })
  }

  #close(line: number): void {
    const open = this.#open.pop()
    if (open === undefined) return
    open.piece.text = this.text.slice(open.at)
    open.piece.to = line
    this.links.push({ text: open.piece.text, url: open.piece.link ?? '' })
  }

  /** Tokens that the parser makes up afterwards have no place; they stand where the last one stood. */
  #lineOf(token: Token): number {
    const at: unknown = token.meta
    if (typeof at !== 'number' || at < this.#at) return this.#line
    this.#line += count(this.#content, this.#at, at)
    this.#at = at
    return this.#line
  }

  /** What follows a break has no place of its own where it is text. */
  #pass(): void {
    const at = this.#content.indexOf('\n', this.#at)
    if (at === -1) return
    this.#line++
    this.#at = at + 1
  }

  #breaks({ content, markup }: Token): number {
    return count(this.#content, this.#at, this.#at + content.length + 2 * markup.length)
  }
}

function count(text: string, from: number, until: number): number {
  let lines = 0
  for (let at = text.indexOf('\n', from); at !== -1 && at < until; at = text.indexOf('\n', at + 1)) lines++
  return lines
}

function attribute(token: Token, name: string): string {
  return token.attrs?.find(([known]) => known === name)?.[1] ?? ''
}

function plainText(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      if (token.type === 'softbreak' || token.type === 'hardbreak') return '\n'
      if (token.type === 'image') return plainText(token.children ?? [])
      return token.type === 'html_inline' && token.content.startsWith('<!--') ? '' : token.content
    })
    .join('')
}
