import { ClawbackError } from '@clawback/model'
import { describe, expect, test } from 'vitest'
import { buildPack, signPack } from './build.js'
import { diffPacks } from './diff.js'
import { generateKey, parseKey, trust } from './keys.js'
import { soundPack, withFolder } from './testkit.js'
import { verifyPack } from './verify.js'

const build = (files: Readonly<Record<string, string | undefined>> = soundPack, options = {}) =>
  withFolder(files, (dir) => buildPack(dir, options))

describe('buildPack', () => {
  test('what is built and signed can be verified, with everything in it', async () => {
    const key = await generateKey()
    const { bytes, manifest } = await build(soundPack, { signKey: key })
    const found = await verifyPack(bytes, [trust(key, 3)])
    expect(found).toMatchObject({
      name: 'sound',
      version: '1.0.0',
      signer: { level: 3 },
      rules: 2,
      probes: 2,
    })
    expect(found.skipped).toEqual([])
    expect(found.limited).toEqual([])
    expect(found.members).toBe(manifest.members.length)
    const { pack } = found
    expect(pack.probes).toMatchObject([
      { id: 'theft-python', pack: 'sound', sources: [{ tag: 'credential-file', pattern: 'open(*/.aws/*)' }] },
      { id: 'secrecy', pack: 'sound' },
    ])
    expect(pack.policies).toMatchObject([{ id: 'verdict' }])
    expect(pack.responses).toMatchObject([{ id: 'default' }])
    expect(pack.lists['registries']).toEqual(['one', 'two'])
    expect(pack.plan.rules[0]?.source).toBe('rules/keys.yml:1')
  })

  test('equal folders give equal bytes, wherever and in whatever order they were written', async () => {
    const turned = Object.fromEntries(Object.entries(soundPack).reverse())
    const [one, other] = [
      await build(),
      await build({ ...turned, '.git/x': 'y', 'notes.txt': 'not part of it' }),
    ]
    expect(Buffer.from(one.bytes).equals(other.bytes)).toBe(true)
  })

  test('many calls on many arguments are a pattern for each of both', async () => {
    const grouped = soundPack['probes/theft.yml']!.replace(
      "['open(*/.aws/*)']",
      "['env', { calls: [open, io.open], on: ['*/.aws/*', '*.netrc'] }]",
    )
    const key = await generateKey()
    const { bytes } = await build({ ...soundPack, 'probes/theft.yml': grouped }, { signKey: key })
    const { pack } = await verifyPack(bytes, [trust(key, 3)])
    const [probe] = pack.probes
    expect(probe?.kind === 'taint' ? probe.sources.map(({ pattern }) => pattern) : []).toEqual([
      'env',
      'open(*/.aws/*)',
      'open(*.netrc)',
      'io.open(*/.aws/*)',
      'io.open(*.netrc)',
    ])
    const wrong = soundPack['probes/theft.yml']!.replace("['open(*/.aws/*)']", '[{ calls: [open], at: [x] }]')
    await expect(build({ ...soundPack, 'probes/theft.yml': wrong })).rejects.toThrow(
      /probes\/theft\.yml.*sources/,
    )
  })

  test('a changed rule is another pack', async () => {
    const changed = {
      ...soundPack,
      'rules/keys.yml': soundPack['rules/keys.yml']!.replace('level: high', 'level: low'),
    }
    expect(Buffer.from((await build()).bytes).equals((await build(changed)).bytes)).toBe(false)
  })

  test('signatures are reproducible, add up, and replace themselves', async () => {
    const [a, b] = [await generateKey(), await generateKey()]
    const { bytes } = await build()
    const once = await signPack(bytes, a)
    expect(Buffer.from(await signPack(once, a)).equals(once)).toBe(true)
    const both = await signPack(once, b)
    await expect(verifyPack(both, [trust(b, 1)])).resolves.toMatchObject({
      limited: ['reads-key-file', 'reads-many-key-files', 'default'],
    })
    await expect(verifyPack(both, [trust(a, 6)])).resolves.toMatchObject({ limited: [] })
    await expect(verifyPack(bytes, [trust(a, 6)])).rejects.toMatchObject({ code: 'PACK_UNTRUSTED' })
  })

  test('nothing is built from what the linter refuses', async () => {
    const failing = build({ ...soundPack, 'cases/reads-key-file.yml': undefined })
    await expect(failing).rejects.toBeInstanceOf(ClawbackError)
    await expect(failing).rejects.toThrow(
      'rules/keys.yml:1:1: the rule reads-key-file has no positive case (and 1 more)',
    )
  })

  test('a folder that is not there', async () => {
    await expect(buildPack('/nowhere/at/all')).rejects.toMatchObject({ code: 'INPUT_NOT_FOUND' })
  })
})

describe('keys', () => {
  test('a key survives its file', async () => {
    const key = await generateKey()
    expect(parseKey(JSON.stringify(key), 'key.json')).toEqual(key)
  })

  test.each([
    '',
    '{}',
    'null',
    '{"format":"clawback-key/1","keyid":"x","publicKey":"AA==","privateKey":"y"}',
  ])('%s is no key', (text) => {
    expect(() => parseKey(text, 'key.json')).toThrow('key.json: it is no signing key')
  })
})

test('diffPacks names what changed and the step it calls for', async () => {
  const key = await generateKey()
  const load = async (files: Readonly<Record<string, string | undefined>>) =>
    (await verifyPack((await build(files, { signKey: key })).bytes, [trust(key, 6)])).pack
  const one = await load(soundPack)
  const rules = soundPack['rules/keys.yml']!
  expect(diffPacks(one, one)).toEqual({ added: [], removed: [], changed: [], content: [], step: 'none' })
  expect(diffPacks(one, await load({ ...soundPack, 'lists/registries.txt': 'one\n' }))).toMatchObject({
    content: ['lists/registries.txt'],
    step: 'patch',
  })
  const weaker = await load({
    ...soundPack,
    'rules/keys.yml': rules.replace('level: critical', 'level: low'),
  })
  expect(diffPacks(one, weaker)).toMatchObject({
    changed: [{ rule: 'reads-many-key-files', what: ['level'] }],
    step: 'major',
  })
  const fewer = await load({
    ...soundPack,
    'rules/keys.yml': rules.slice(0, rules.indexOf('---')),
    'cases/reads-many-key-files.yml': undefined,
  })
  expect(diffPacks(one, fewer)).toMatchObject({ removed: ['reads-many-key-files'], step: 'major' })
  expect(diffPacks(fewer, one)).toMatchObject({ added: ['reads-many-key-files'], step: 'minor' })
})
