import type { Nodes, Parents, RootContent } from 'mdast'

import { splitSections } from './sections.js'

/** What kind of stretch a block is; the values of `text.role`. */
export type Role =
  | 'heading'
  | 'paragraph'
  | 'list-item'
  | 'code-block'
  | 'inline-code'
  | 'comment'
  | 'html'
  | 'link'
  | 'frontmatter'
  | 'quote'
  | 'table'

/** A stretch of a document. Lines are of the document, from 1. */
export interface Block {
  readonly role: Role
  /** As a reader sees it: markup gone. */
  readonly text: string
  readonly line: number
  readonly lineEnd: number
  /** Headings above, outermost first, joined by ` > `. */
  readonly heading: string
  /** Language of a code block as its fence says. */
  readonly language?: string
  /** Target of a link. */
  readonly link?: string
  /** Links inside the text: what is shown, and where it leads. */
  readonly links?: readonly { readonly text: string; readonly url: string }[]
}

export interface MarkdownBlocks {
  readonly blocks: readonly Block[]
  /** Lines at which a stretch was too dense in markup to be parsed and was read as plain paragraphs. */
  readonly plain: readonly number[]
}

/** Parses text into a Markdown tree (CommonMark, GFM, frontmatter). */
export type ParseMarkdown = (text: string) => Nodes

/** Loads the Markdown parser on first use. */
export async function openMarkdown(): Promise<ParseMarkdown> {
  const [{ fromMarkdown }, { gfmFromMarkdown }, { gfm }, front, frontSyntax] = await Promise.all([
    import('mdast-util-from-markdown'),
    import('mdast-util-gfm'),
    import('micromark-extension-gfm'),
    import('mdast-util-frontmatter'),
    import('micromark-extension-frontmatter'),
  ])
  const kinds: ('yaml' | 'toml')[] = ['yaml', 'toml']
  const extensions = [gfm(), frontSyntax.frontmatter(kinds)]
  const mdastExtensions = [gfmFromMarkdown(), front.frontmatterFromMarkdown(kinds)]
  return (text) => fromMarkdown(text, { extensions, mdastExtensions })
}

/** Blocks of a document in order, with inline code and links of each block after it. Never throws on any text. */
export function readBlocks(text: string, parse: ParseMarkdown): MarkdownBlocks {
  const blocks: Block[] = []
  const plain: number[] = []
  const trail: string[] = []
  for (const section of splitSections(text)) {
    const tree = section.plain ? undefined : attempt(() => parse(section.text))
    if (tree !== undefined && 'children' in tree)
      walk(tree, { blocks, trail, offset: section.line - 1 }, 'paragraph')
    else {
      plain.push(section.line)
      blocks.push(...paragraphs(section.text, section.line, trail.filter(Boolean).join(' > ')))
    }
  }
  return { blocks, plain }
}

interface Walk {
  readonly blocks: Block[]
  /** Heading at each level. */
  readonly trail: string[]
  readonly offset: number
}

function walk(parent: Parents, to: Walk, role: Role): void {
  for (const node of parent.children) visit(node, to, role)
}

function visit(node: RootContent, to: Walk, role: Role): void {
  switch (node.type) {
    case 'heading': {
      const text = plainText(node)
      to.trail.length = Math.min(to.trail.length, node.depth - 1)
      add(to, node, 'heading', text)
      to.trail[node.depth - 1] = text.slice(0, 120)
      inlines(node, to)
      return
    }
    case 'paragraph':
      add(to, node, role, plainText(node), linksOf(node))
      inlines(node, to)
      return
    case 'listItem':
      walk(node, to, 'list-item')
      return
    case 'blockquote':
      walk(node, to, 'quote')
      return
    case 'code':
      add(
        to,
        node,
        'code-block',
        node.value,
        node.lang === null || node.lang === undefined ? {} : { language: node.lang },
      )
      return
    case 'yaml':
      add(to, node, 'frontmatter', node.value)
      return
    case 'html':
      add(to, node, node.value.startsWith('<!--') ? 'comment' : 'html', node.value)
      return
    case 'tableRow':
      add(to, node, 'table', node.children.map(plainText).join(' | '))
      inlines(node, to)
      return
    case 'definition':
      add(to, node, 'link', node.label ?? node.identifier, { link: node.url })
      return
    default:
      if ('children' in node) walk(node, to, role)
      else if ((node.type as string) === 'toml' && 'value' in node) add(to, node, 'frontmatter', node.value)
  }
}

/** Inline code, links and inline HTML inside a block. */
function inlines(parent: Parents, to: Walk): void {
  for (const node of parent.children) {
    if (node.type === 'inlineCode') add(to, node, 'inline-code', node.value)
    else if (node.type === 'link') add(to, node, 'link', plainText(node), { link: node.url })
    else if (node.type === 'image') add(to, node, 'link', node.alt ?? '', { link: node.url })
    else if (node.type === 'html' && node.value.startsWith('<!--')) add(to, node, 'comment', node.value)
    if ('children' in node) inlines(node, to)
  }
}

function add(
  to: Walk,
  node: RootContent,
  role: Role,
  text: string,
  more: Pick<Block, 'language' | 'link' | 'links'> = {},
): void {
  if (text.trim() === '' && more.link === undefined) return
  const line = (node.position?.start.line ?? 1) + to.offset
  const lineEnd = (node.position?.end.line ?? 1) + to.offset
  to.blocks.push({ role, text, line, lineEnd, heading: to.trail.filter(Boolean).join(' > '), ...more })
}

function linksOf(parent: Parents): Pick<Block, 'links'> {
  const links = parent.children.flatMap((node) => {
    if (node.type === 'link') return [{ text: plainText(node), url: node.url }]
    return 'children' in node ? (linksOf(node).links ?? []) : []
  })
  return links.length === 0 ? {} : { links }
}

function plainText(node: Nodes): string {
  if (node.type === 'break') return '\n'
  if (node.type === 'image') return node.alt ?? ''
  if ('value' in node) return node.type === 'html' && node.value.startsWith('<!--') ? '' : node.value
  return 'children' in node ? node.children.map(plainText).join('') : ''
}

/** Paragraphs of text that is not parsed: runs of lines between blank ones. */
export function paragraphs(text: string, firstLine: number, heading: string): Block[] {
  const blocks: Block[] = []
  let lines: string[] = []
  const rows = text.split('\n')
  rows.forEach((row, i) => {
    const line = firstLine + i
    if (row.trim() !== '') lines.push(row)
    if (lines.length > 0 && (row.trim() === '' || i === rows.length - 1 || lines.length >= 200)) {
      const last = row.trim() === '' ? line - 1 : line
      blocks.push({
        role: 'paragraph',
        text: lines.join('\n'),
        line: last - lines.length + 1,
        lineEnd: last,
        heading,
      })
      lines = []
    }
  })
  return blocks
}

function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work()
  } catch {
    // The parser recurses on nesting; what is nested too deep is read as plain text.
    return undefined
  }
}
