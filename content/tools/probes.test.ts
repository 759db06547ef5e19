import { expect, test } from 'vitest'

import { readProbes } from './probes.js'
import type { PackProblem } from './problem.js'
import { readYaml } from './yaml.js'

function probesOf(text: string): { readonly probes: readonly unknown[]; readonly problems: PackProblem[] } {
  const problems: PackProblem[] = []
  const documents = readYaml('probes/a.yml', text, problems)
  const found = readProbes(documents, { pack: 'p', models: new Map() }, problems)
  return { probes: [...found.values()].flat(), problems }
}

test('what is to follow is written once for all patterns, under the flags of each', () => {
  const text = `kind: text\nid: m\npatterns: ['(?is)delete', keep]\nthen: [quietly, 'say\\s nothing']\nwithin: 40\n`
  const { probes, problems } = probesOf(text)
  expect(problems).toEqual([])
  expect(probes).toEqual([
    {
      kind: 'text',
      id: 'm',
      pack: 'p',
      tags: [],
      patterns: ['(?is)delete.{0,40}(?:quietly|say\\s nothing)', 'keep.{0,40}(?:quietly|say\\s nothing)'],
    },
  ])
})

test('in either order each pattern stands twice, under its own flags', () => {
  const { probes, problems } = probesOf(
    `kind: text\nid: m\npatterns: ['(?is)delete', keep]\nthen: [quietly, hush]\nwithin: 40\neither: true\n`,
  )
  expect(problems).toEqual([])
  expect(probes).toMatchObject([
    {
      patterns: [
        '(?is)delete.{0,40}(?:quietly|hush)',
        'keep.{0,40}(?:quietly|hush)',
        '(?is)(?:quietly|hush).{0,40}delete',
        '(?:quietly|hush).{0,40}keep',
      ],
    },
  ])
  expect(
    probesOf('kind: text\nid: m\npatterns: [a]\nthen: [b]\nwithin: 4\neither: both\n').problems,
  ).toMatchObject([{ line: 6 }])
})

test.each([0, 1_001, 1.5, '40'])('no distance of %s', (within) => {
  const { problems } = probesOf(
    `kind: text\nid: m\npatterns: [a]\nthen: [b]\nwithin: ${JSON.stringify(within)}\n`,
  )
  expect(problems).toMatchObject([{ line: 5, mend: 'Give the most characters between, 1 to 1000.' }])
})

test('a probe may ask what is left unsaid', () => {
  expect(probesOf('kind: text\nid: m\npatterns: [a]\nabsent: true\n').probes).toMatchObject([
    { absent: true, patterns: ['a'] },
  ])
  expect(probesOf('kind: text\nid: m\npatterns: [a]\nabsent: false\n').probes).toEqual([
    { kind: 'text', id: 'm', pack: 'p', tags: [], patterns: ['a'] },
  ])
  expect(probesOf('kind: text\nid: m\npatterns: [a]\nabsent: maybe\n').problems).toMatchObject([{ line: 4 }])
})
