import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { exported, openTestStore, putSamples } from '../testkit.js'
import { uuidv5 } from './ids.js'
import { fileObject, hostObject } from './observables.js'
import { equals } from './pattern.js'
import { isReserved } from './reserved.js'

interface Stix {
  readonly type: string
  readonly id: string
  readonly [name: string]: unknown
}
let kit: Awaited<ReturnType<typeof openTestStore>>
let text = ''
let objects: readonly Stix[] = []
const of = (type: string): readonly Stix[] => objects.filter((one) => one.type === type)
beforeAll(async () => {
  kit = await openTestStore()
  await putSamples(kit.store)
  text = await exported(kit.store, 'stix')
  objects = (JSON.parse(text) as { objects: Stix[] }).objects
})
afterAll(() => kit.remove())

/** Properties that section 4, 5 and 6 of STIX 2.1 require beside `type`, `spec_version` and `id`. */
const required: Readonly<Record<string, readonly string[]>> = {
  identity: ['created', 'modified', 'name'],
  'attack-pattern': ['created', 'modified', 'name'],
  indicator: ['created', 'modified', 'pattern', 'pattern_type', 'valid_from'],
  malware: ['created', 'modified', 'is_family'],
  'malware-analysis': ['created', 'modified', 'product', 'result'],
  tool: ['created', 'modified', 'name'],
  relationship: ['created', 'modified', 'relationship_type', 'source_ref', 'target_ref'],
  file: ['hashes'],
  'domain-name': ['value'],
  'ipv4-addr': ['value'],
}
const uuid5 = '[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}'

describe('a bundle', () => {
  it('is the same bytes each time, and only of known objects, each once', async () => {
    expect(await exported(kit.store, 'stix')).toBe(text)
    expect(Object.keys(JSON.parse(text) as object).sort()).toEqual(['id', 'objects', 'type'])
    expect(new Set(objects.map(({ id }) => id)).size).toBe(objects.length)
    expect([...new Set(objects.map(({ type }) => type))].sort()).toEqual(
      Object.keys(required).filter((type) => type !== 'domain-name').sort(), // prettier-ignore
    )
  })

  it('every object has what it must, in the form it must have', () => {
    for (const one of objects) {
      expect(one['spec_version']).toBe('2.1')
      expect(one.id).toMatch(new RegExp(`^${one.type}--${uuid5}$`))
      for (const name of required[one.type] ?? ['?']) expect(one, one.type).toHaveProperty(name)
      for (const [name, value] of Object.entries(one)) {
        expect(name).toMatch(/^[a-z0-9_]{3,250}$|^id$/)
        expect(value === '' || value === null || (Array.isArray(value) && value.length === 0)).toBe(false)
        if (['created', 'modified', 'valid_from', 'analysis_ended'].includes(name))
          expect(value).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
      }
      if ('created' in one) expect(String(one['created']) <= String(one['modified'])).toBe(true)
    }
  })

  it('whatever is referred to is in it, and before what refers to it', () => {
    const seen = new Set<unknown>()
    for (const one of objects) {
      for (const [name, value] of Object.entries(one))
        if (/_refs?$/.test(name)) for (const id of [value].flat()) expect(seen).toContain(id)
      seen.add(one.id)
    }
  })

  it('only what is malicious or suspicious has indicators; each artifact has its analysis', () => {
    expect(of('malware-analysis').map((one) => one['result'])).toEqual(['malicious', 'suspicious', 'benign', 'unknown']) // prettier-ignore
    expect([of('malware').length, of('tool').length]).toEqual([1, 1])
    const kinds = of('indicator').map((one) => String(one['indicator_types']))
    expect(new Set(kinds)).toEqual(new Set(['malicious-activity', 'anomalous-activity']))
    const links = of('relationship').map((one) => `${String(one['source_ref']).split('--')[0] ?? ''} ${String(one['relationship_type'])} ${String(one['target_ref']).split('--')[0] ?? ''}`) // prettier-ignore
    expect([...new Set(links)].sort()).toEqual([
      ...['attack-pattern uses tool', 'indicator indicates malware', 'indicator indicates tool'],
      ...['malware uses attack-pattern', 'malware-analysis characterizes malware'],
      'malware-analysis related-to tool',
    ])
  })

  it('techniques come from tags, those of suppressed findings left out', () => {
    expect(of('attack-pattern').map((one) => one['external_references'])).toEqual([
      [{ source_name: 'mitre-atlas', external_id: 'AML.T0051', url: 'https://atlas.mitre.org/techniques/AML.T0051' }], // prettier-ignore
      [{ source_name: 'mitre-attack', external_id: 'T1027.013', url: 'https://attack.mitre.org/techniques/T1027/013' }], // prettier-ignore
      [{ source_name: 'mitre-attack', external_id: 'T1041', url: 'https://attack.mitre.org/techniques/T1041' }], // prettier-ignore
    ])
  })

  it('patterns name files, URLs and hosts that findings rest on, and nothing leaves its literal', () => {
    const [artifact] = of('malware')
    const own = of('relationship').filter((one) => one['target_ref'] === artifact?.id).map((one) => one['source_ref']) // prettier-ignore
    const patterns = of('indicator').filter(({ id }) => own.includes(id)).map((one) => String(one['pattern'])) // prettier-ignore
    expect(patterns).toEqual([
      `[file:hashes.'SHA-256' = '${'b'.repeat(64)}']`,
      "[ipv4-addr:value = '91.92.242.30']",
      "[url:value = 'https://evil-host.net/%22quoted%22']",
      "[url:value = 'https://evil-host.net/back/slash']",
      "[url:value = 'https://evil-host.net/x?a=%27]%20OR%20[url:value%20=%20%27y']",
      "[url:value = 'https://www.evil-host.net/p']",
    ])
  })

  it('text of samples is safe to display', () => {
    for (const one of objects)
      expect(JSON.stringify(Object.values(one))).not.toMatch(/\\u001b|\\u0000|\u202e/)
  })

  it('a selection of nothing is a bundle of who made it', async () => {
    const none = JSON.parse(await exported(kit.store, 'stix', { name: ['nobody'] })) as { objects: Stix[] }
    expect(none.objects.map(({ type }) => type)).toEqual(['identity'])
  })
})

test('ids of observables are those that other producers give', () => {
  expect(uuidv5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'python.org')).toBe(
    '886313e1-3b8a-5372-9b90-0c9aee199e5d',
  )
  expect(hostObject('198.51.100.3')?.id).toBe('ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4')
  expect(hostObject('example.com')?.id).toBe('domain-name--bedb4899-d24b-5401-bc86-8f6b4cc18ec7')
  expect(fileObject({ path: 'a/b', sha256: 'c', size: 1, executable: false })).toMatchObject({ name: 'b' })
})

test('whatever text is compared, it reads back from its literal, and ends where it should', () => {
  const read = /^\[a:b = '((?:[^'\\]|\\'|\\\\)*)'\]$/
  fc.assert(
    fc.property(
      fc.string({ unit: fc.oneof(fc.constantFrom("'", '\\', '\n', ']'), fc.string()) }),
      (value) => {
        const found = read.exec(equals('a:b', value))
        expect(found?.[1]?.replace(/\\(['\\])/g, '$1')).toBe(value.toWellFormed())
      },
    ),
  )
})

test.each([
  ['[2001:DB8::1]', '2001:db8::1'],
  ['bücher.de', 'xn--bcher-kva.de'],
  ['A.B.Net', 'a.b.net'],
])('%s is the host %s', (host, value) => {
  expect(hostObject(host)?.value).toBe(value)
})

test.each(['localhost', '{}', '<your-host>', 'a b.com', '1.2.3', 'x'.repeat(64) + '.com', '', 'a..b'])(
  '%j is no host',
  (host) => {
    expect(hostObject(host)).toBeUndefined()
  },
)

test('what a standard sets apart is nothing to look for', () => {
  for (const host of [
    '10.1.2.3',
    '169.254.169.254',
    '203.0.113.9',
    'fe80::1',
    '::1',
    'a.example.com',
    'x.local',
  ])
    expect(isReserved(host), host).toBe(true)
  for (const host of ['91.92.242.30', '2606:4700::1', 'example.co', 'notexample.com', 'latest'])
    expect(isReserved(host), host).toBe(false)
})
