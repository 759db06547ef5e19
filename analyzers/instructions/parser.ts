import type MarkdownIt from 'markdown-it'
import type { StateBlock, StateInline, Token } from 'markdown-it'

/** Parses text into the tokens of a Markdown document (CommonMark, GFM tables, strikethrough and plain addresses). */
export type ParseMarkdown = (text: string) => readonly Token[]

/**
 * Loads the Markdown parser on first use. Inline tokens carry in `meta` their offset in the text of their block, and
 * link definitions are tokens of the type `definition`.
 */
export async function openMarkdown(): Promise<ParseMarkdown> {
  const { default: MarkdownParser } = await import('markdown-it')
  const parser = new MarkdownParser({ html: true, linkify: true })
  Object.assign(parser.options, { maxNesting: deepest })
  // Addresses are observed as they were written, whatever their scheme.
  parser.normalizeLink = (url) => url
  parser.normalizeLinkText = (text) => text
  parser.validateLink = () => true
  readAddresses(parser)
  parser.block.ruler.before('reference', 'definition', noteDefinition)
  parser.inline.State = placed(parser)
  return (text) => parser.parse(text, {})
}

/** Past it the parser drops what is inside; sections nest less deep than this before they are long enough to be cut. */
const deepest = 1000

/** Addresses in running text (GFM 6.9): `https:`, `http:`, `ftp:`, `www.` and mail; no bare host names. */
function readAddresses({ linkify }: MarkdownIt): void {
  linkify.pretest = (text) => text.includes('@') || text.includes('://') || /www\./i.test(text)
  linkify.set({ fuzzyLink: false, fuzzyIP: false })
  // Any last label: which top-level domains there are changes from year to year.
  linkify.tlds(['[a-z][a-z0-9-]{1,62}'])
  linkify.add('//', null)
  linkify.add('git+https:', 'http:')
  linkify.add('www.', {
    validate: /^[^\s<>"'`|]{2,2000}?(?=[?!.,:*_~"')\]]*(?:[\s<>"'`|]|$))/,
    normalize: (match) => {
      match.url = `http://${match.url}`
    },
  })
}

/** Leaves a token where a link is defined; the parser itself keeps of definitions only what links need. */
function noteDefinition(state: StateBlock, line: number): boolean {
  const start = (state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0)
  if (state.src.charCodeAt(start) !== 0x5b || (state.sCount[line] ?? 0) - state.blkIndent > 3) return false
  const [, label, target] = definition.exec(state.src.slice(start, start + 2000)) ?? []
  if (label === undefined || target === undefined) return false
  const token = state.push('definition', '', 0)
  token.content = label
  token.attrs = [['href', target.replace(/^<(.*)>$/, '$1')]]
  token.map = [line, line + 1]
  return false
}

const definition =
  /^\[((?:[^[\]\\]|\\[^]){1,999})\]:[ \t]*(?:\n[ \t>]*)?(<[^<>\n]*>|[^\s<]\S*)(?=[ \t]*(?:\n|$)|[ \t\n]+["'(])/

/** A state whose tokens know where they stand. */
function placed({ inline }: MarkdownIt): typeof StateInline {
  return class extends inline.State {
    override push(...args: Parameters<StateInline['push']>): Token {
      const token = super.push(...args)
      token.meta = this.pos
      return token
    }
  }
}
