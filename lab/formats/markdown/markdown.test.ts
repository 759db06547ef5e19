import fc from 'fast-check'
import MarkdownIt from 'markdown-it'
import { describe, expect, it } from 'vitest'
import { examination, finding, hostile, survey } from '../testkit.js'
import { renderMarkdown } from './page.js'
import { cellText, codeSpan, markdownText } from './text.js'

// As a host reads it: HTML allowed, addresses linked by themselves.
const reader = new MarkdownIt({ html: true, linkify: true })

/** Every kind of token in a text, inline ones among them. */
function kinds(text: string): Set<string> {
  const all = reader.parse(text, {}).flatMap((token) => [token, ...(token.children ?? [])])
  return new Set(all.map(({ type }) => type))
}

/** The text that is shown outside of code. */
function prose(text: string): string {
  return reader
    .parse(text, {})
    .flatMap(({ children }) => children ?? [])
    .filter(({ type }) => type === 'text')
    .map(({ content }) => content)
    .join('')
}

describe('Markdown', () => {
  const page = renderMarkdown(survey())

  it('makes no link, no image, no HTML and no markup out of foreign text', () => {
    for (const kind of ['link_open', 'image', 'html_inline', 'html_block', 'fence', 'code_block', 'hr'])
      expect(kinds(page)).not.toContain(kind)
    expect(reader.parse(page, {}).filter(({ type }) => type === 'heading_open')).toHaveLength(4)
    expect(prose(page)).not.toMatch(/@victim|#1|www\.evil|evil\.test/)
  })

  it('says why, what would be benign, what to do, and who decided what', () => {
    for (const said of [
      'would be benign if',
      'what to do',
      'suppressed until 2027-01-31',
      'its suppression **expired**',
      'could not be examined',
      'not looked at',
      'and 4 more places',
      '3 unchanged artifacts were left out',
    ])
      expect(page).toContain(said)
  })

  it('keeps its table whole', () => {
    const cells = reader.parse(page, {}).filter(({ type }) => type === 'td_open' || type === 'th_open')
    expect(cells).toHaveLength(7 * 4)
  })

  it('fits into a comment and says what is left out', () => {
    const many = Array.from({ length: 3000 }, () => examination([finding()]))
    const long = renderMarkdown(survey({ examinations: many }))
    expect(long.length).toBeLessThan(65_536)
    expect(long).toMatch(/\d+ more rows are left out/)
    expect(long).toMatch(/\d+ more artifacts are left out/)
  })

  it('any text stays one inert line', () => {
    const piece = fc.constantFrom('`', '```', '|', '\\', '<b>', '[a](b)', '@u', '#2', 'http://a.b', 'www.a.b', '\n', '*', '_', '~', '&amp;', 'x', ' ') // prettier-ignore
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((all) => all.join('')),
    )
    const allowed = ['paragraph_open', 'inline', 'paragraph_close', 'text', 'code_inline', 'text_special']
    fc.assert(
      fc.property(text, (any) => {
        for (const shown of [markdownText(any), codeSpan(any)])
          for (const kind of kinds(`a ${shown} b`)) expect(allowed).toContain(kind)
        const table = reader.parse(`|a|b|\n|-|-|\n|${cellText(any)}|z|\n`, {})
        expect(table.filter(({ type }) => type === 'td_open')).toHaveLength(2)
        expect(table.filter(({ content }) => content === 'z')).toHaveLength(1)
      }),
      { numRuns: 200 },
    )
    expect(markdownText('plain words, 1.5')).toBe('plain words\\, 1\\.5')
    expect(codeSpan(hostile, 20).length).toBeLessThan(40)
  })
})
