import { describe, expect, test } from 'vitest'
import { lintPack } from './lint.js'
import { describeProblem } from './problem.js'
import { soundPack, withFolder } from './testkit.js'

const lint = (change: Readonly<Record<string, string | undefined>>): Promise<string[]> =>
  withFolder({ ...soundPack, ...change }, async (dir) => (await lintPack(dir)).map(describeProblem))
const rules = soundPack['rules/keys.yml']!
const cases = soundPack['cases/reads-key-file.yml']!

test('a sound pack has nothing wrong with it', async () => {
  expect(await lint({})).toEqual([])
})

describe('each problem has its place', () => {
  const wrong: readonly (readonly [string, Readonly<Record<string, string | undefined>>, string])[] = [
    ['no head', { 'pack.yml': undefined }, 'pack.yml:1:1: the pack has no pack.yml'],
    [
      'a version that is none',
      { 'pack.yml': soundPack['pack.yml']!.replace('1.0.0', 'one') },
      'pack.yml:2:1: version is missing or malformed',
    ],
    [
      'an unknown key',
      { 'pack.yml': `${soundPack['pack.yml']!}colour: red\n` },
      'pack.yml:5:1: colour is unknown',
    ],
    [
      'a field that is not in the vocabulary',
      { 'rules/keys.yml': rules.replace('file.path|', 'file.paht|') },
      'rules/keys.yml:9:5: file.paht is not in the vocabulary',
    ],
    [
      'a kind that is not there',
      { 'rules/keys.yml': rules.replace('kind: file.read', 'kind: file.reed') },
      'rules/keys.yml:8:11: there is no kind file.reed',
    ],
    [
      'a category that is no noun',
      { 'rules/keys.yml': rules.replace('category: file', 'category: files') },
      'rules/keys.yml:5:40: no kind begins with files',
    ],
    [
      'a group-by that is no field',
      { 'rules/keys.yml': rules.replace('subject.run', 'subject.runn') },
      'rules/keys.yml:23:14: subject.runn is not in the vocabulary',
    ],
    [
      'no description',
      { 'rules/keys.yml': rules.replace('description: One is chance.', 'description: ""') },
      'rules/keys.yml:16:1: the rule has no description',
    ],
    [
      'no false positives',
      { 'rules/keys.yml': rules.replace('falsepositives: [A backup.]', 'falsepositives: []') },
      'rules/keys.yml:16:1: the rule names no false positives',
    ],
    [
      'a broken condition',
      { 'rules/keys.yml': rules.replace('condition: selection', 'condition: selektion') },
      'rules/keys.yml:10:14: ',
    ],
    [
      'a part that no condition uses',
      {
        'rules/keys.yml': rules.replace(
          '  condition: selection',
          '  other:\n    kind: file.read\n  condition: selection',
        ),
      },
      'rules/keys.yml:1:1: the condition of reads-key-file does not use other',
    ],
    ['broken YAML', { 'rules/keys.yml': `${rules}\n\t- x` }, 'rules/keys.yml:'],
    [
      'no positive case',
      { 'cases/reads-key-file.yml': cases.replace('positive', 'other') },
      'rules/keys.yml:1:1: the rule reads-key-file has no positive case',
    ],
    [
      'no negative case',
      { 'cases/reads-key-file.yml': cases.replace('negative', 'other') },
      'rules/keys.yml:1:1: the rule reads-key-file has no negative case',
    ],
    ['cases of no rule', { 'cases/ghost.yml': cases }, 'cases/ghost.yml:1:1: there is no rule ghost'],
    [
      'a case with an unknown field',
      { 'cases/reads-key-file.yml': cases.replace('file.path: /home/dana/.ssh/id_rsa }', 'file.peth: x }') },
      'cases/reads-key-file.yml:4:15: file.peth is not in the vocabulary',
    ],
    [
      'a case with an unknown kind',
      { 'cases/reads-key-file.yml': cases.replace('kind: file.read', 'kind: file.see') },
      'cases/reads-key-file.yml:4:15: there is no kind file.see',
    ],
    [
      'a probe of no kind',
      { 'probes/theft.yml': 'kind: magic\nid: m\n' },
      'probes/theft.yml:1:1: there is no probe kind magic',
    ],
    [
      'a probe with something to follow at no distance',
      { 'probes/theft.yml': 'kind: text\nid: m\npatterns: [a]\nthen: [b]\n' },
      'probes/theft.yml:1:1: what is to follow needs `within`',
    ],
    [
      'a probe with nothing to follow',
      { 'probes/theft.yml': 'kind: text\nid: m\npatterns: [a]\nwithin: 20\n' },
      'probes/theft.yml:1:1: `then` is not a list of patterns',
    ],
    [
      'a probe without patterns',
      { 'probes/theft.yml': 'kind: text\nid: m\npatterns: []\n' },
      'probes/theft.yml:3:1: a text probe has `patterns`',
    ],
    [
      'a pattern that is not linear',
      { 'probes/theft.yml': "kind: text\nid: m\npatterns: ['(a)\\1']\n" },
      'probes/theft.yml:1:1: probe m: ',
    ],
    [
      'a probe twice',
      { 'probes/b.yml': 'kind: text\nid: secrecy\npatterns: [a]\n' },
      'probes/theft.yml:10:1: the probe secrecy is there twice',
    ],
    [
      'a policy that decides nothing',
      { 'policies/verdict.yml': 'id: x\nconditions: []\n' },
      'policies/verdict.yml:1:1: it decides nothing',
    ],
    [
      'a policy on a tag nobody has',
      {
        'policies/verdict.yml': soundPack['policies/verdict.yml']!.replace(
          '[behavior.theft]',
          '[behavior.thift]',
        ),
      },
      'policies/verdict.yml:1:1: no rule of this pack has the tag behavior.thift',
    ],
    [
      'a silent changelog',
      { 'CHANGELOG.md': '## 0.9.0\n' },
      'CHANGELOG.md:1:1: CHANGELOG.md says nothing of 1.0.0',
    ],
    ['a baseline that is no JSON', { 'baselines/b.json': '{' }, 'baselines/b.json:1:1: '],
    [
      'a list that is not there',
      { 'rules/keys.yml': rules.replace('file.path|endswith: /.ssh/id_rsa', "file.path|expand: '%homes%'") },
      'rules/keys.yml:1:1: the list homes is not in the pack',
    ],
  ]

  test.each(wrong)('%s', async (_, change, expected) => {
    const found = await lint(change)
    expect(
      found.filter((line) => line.startsWith(expected)),
      found.join('\n'),
    ).not.toEqual([])
  })

  test('everything is collected, not only the first', async () => {
    const found = await lint({
      'rules/keys.yml': rules.replace('file.path|', 'file.paht|').replace('subject.run', 'x.y'),
      'CHANGELOG.md': '',
      'cases/ghost.yml': cases,
    })
    expect(found.length).toBeGreaterThanOrEqual(4)
  })
})
