import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'

import type { ParseMarkdown } from './parser.js'
import { readBlocks } from './markdown.js'
import { openMarkdown } from './parser.js'

let parse: ParseMarkdown
beforeAll(async () => {
  parse = await openMarkdown()
})

const shown = (text: string): string[] =>
  readBlocks(text, parse).blocks.map(
    (one) =>
      `${one.line}-${one.lineEnd} ${one.role} [${one.heading}] ${one.text}${one.link === undefined ? '' : ` -> ${one.link}`}`,
  )

it('gives blocks with roles, lines and headings', () => {
  expect(
    shown(`---
name: x # not a heading
# nor this
---
# One
Some **bold** text with \`code\` and a [link](https://a.example).
## Two
- item one
  wrapped
  1. inner
> quoted
> text

<!-- seen by
no one -->

| a | b |
|---|---|
| c | \`d\` |

\`\`\`sh
# comment
curl x
\`\`\`

# Three
[ref]: https://b.example
`),
  ).toEqual([
    '1-4 frontmatter [] name: x # not a heading\n# nor this',
    '5-5 heading [] One',
    '6-6 paragraph [One] Some bold text with code and a link.',
    '6-6 inline-code [One] code',
    '6-6 link [One] link -> https://a.example',
    '7-7 heading [One] Two',
    '8-9 list-item [One > Two] item one\nwrapped',
    '10-10 list-item [One > Two] inner',
    '11-12 quote [One > Two] quoted\ntext',
    '14-15 comment [One > Two] <!-- seen by\nno one -->',
    '17-17 table [One > Two] a | b',
    '19-19 table [One > Two] c | d',
    '19-19 inline-code [One > Two] d',
    '21-24 code-block [One > Two] # comment\ncurl x',
    '26-26 heading [] Three',
    '27-27 link [Three] ref -> https://b.example',
  ])
})

it('does not cut inside fences and comments', () => {
  expect(shown('```md\n# a\n```\n<!--\n# b\n-->\n# c\n')).toEqual([
    '1-3 code-block [] # a',
    '4-6 comment [] <!--\n# b\n-->',
    '7-7 heading [] c',
  ])
})

it.each([
  ['emphasis', 'a*'],
  ['brackets', '['],
  ['half links', '[a]('],
  ['mixed emphasis', '*a_ '],
  ['nested quotes', '> - '],
  ['backticks', '`` ` '],
  ['angle brackets', '<a <'],
  ['pipes', '|-'],
  ['new lines', '\n'],
  ['addresses', 'a@www.'],
])('reads much of %s in linear time', (_, unit) => {
  const work = (units: number): number => {
    const start = process.cpuUsage()
    readBlocks(`# T\n${unit.repeat(units / unit.length)}\n\nlast`, parse)
    const { user, system } = process.cpuUsage(start)
    return (user + system) / 1000
  }
  // Ten times the limit of one stretch: quadratic work would take minutes.
  expect(work(240_000)).toBeLessThan(8000)
})

it('keeps every word, whatever the text', () => {
  const piece = fc.constantFrom(
    '# ',
    '- ',
    '> ',
    '```\n',
    '<!--',
    '-->',
    '\n',
    '\n\n',
    'word',
    '**',
    '`',
    '[a](b)',
    '| a |\n',
    '---\n',
    '\t',
    '&amp;',
    '<b>',
    '\u0000',
    '\ud800',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const text = pieces.join('')
      const { blocks } = readBlocks(text, parse)
      for (const block of blocks) {
        expect(block.line).toBeGreaterThanOrEqual(1)
        expect(block.lineEnd).toBeLessThanOrEqual(text.split('\n').length)
      }
    }),
    { numRuns: 300 },
  )
})

it('finds addresses in running text, with their lines', () => {
  expect(
    shown(
      'a\nhttps://a.example/x_y_z.\n(www.b.example), c@d.example\n\n[t](javascript:x) ![i](data:y) <https://e.example> git+https://f.example/g',
    ),
  ).toEqual([
    '1-3 paragraph [] a\nhttps://a.example/x_y_z.\n(www.b.example), c@d.example',
    '2-2 link [] https://a.example/x_y_z -> https://a.example/x_y_z',
    '3-3 link [] www.b.example -> http://www.b.example',
    '3-3 link [] c@d.example -> mailto:c@d.example',
    '5-5 paragraph [] t i https://e.example git+https://f.example/g',
    '5-5 link [] t -> javascript:x',
    '5-5 link [] i -> data:y',
    '5-5 link [] https://e.example -> https://e.example',
    '5-5 link [] git+https://f.example/g -> git+https://f.example/g',
  ])
})

it('reads what a page would drop: cells past the head, definitions that nothing uses, ends of lines of any kind', () => {
  expect(
    shown(
      '| a |\r\n|---|\r\n| b | run c |\r\n\r\n[y]: <http://y> "z"\r\n[y]: http://w\r\n- [x] d  \r\n  e `f\r\n  g`',
    ),
  ).toEqual([
    '1-1 table [] a',
    '3-3 table [] b | run c',
    '5-5 link [] y -> http://y',
    '6-6 link [] y -> http://w',
    '7-9 list-item [] d\ne f g',
    '8-9 inline-code [] f g',
  ])
})

it('reads what is nested deeper than anyone writes', () => {
  const nested = Array.from({ length: 90 }, (_, i) => `${' '.repeat(2 * i)}- l${i}`).join('\n')
  expect(shown(nested)).toHaveLength(90)
})
