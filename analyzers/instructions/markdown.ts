import type { Block } from './block.js'
import { splitFrontmatter } from './frontmatter.js'
import type { ParseMarkdown } from './parser.js'
import { splitSections } from './sections.js'
import { readTokens } from './tokens.js'

export interface MarkdownBlocks {
  readonly blocks: readonly Block[]
  /** Lines at which a stretch was too dense in markup to be parsed and was read as plain paragraphs. */
  readonly plain: readonly number[]
}

/** Blocks of a document in order, with inline code and links of each block after it. Never throws on any text. */
export function readBlocks(document: string, parse: ParseMarkdown): MarkdownBlocks {
  const blocks: Block[] = []
  const plain: number[] = []
  const trail: string[] = []
  const head = splitFrontmatter(document)
  if (head.block !== undefined) blocks.push(head.block)
  for (const section of splitSections(document)) {
    const inHead = head.until > 0 && section.line === 1
    const text = inHead ? section.text.slice(head.until) : section.text
    const line = inHead ? head.line : section.line
    const tokens = section.plain ? undefined : attempt(() => parse(text))
    if (tokens !== undefined) readTokens(tokens, { blocks, trail, text, offset: line - 1 })
    else {
      plain.push(line)
      blocks.push(...paragraphs(text, line, trail.filter(Boolean).join(' > ')))
    }
  }
  return { blocks, plain }
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
