import { canonicalJson, ClawbackError, pae, sha256 } from '@clawback/model'
import type { PackMember, TrustedKey } from '@clawback/model'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { satisfies } from './fit.js'
import { loadPack } from './load.js'
import { isSafePath } from './manifest.js'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const now = Date.parse('2026-11-22T00:00:00Z')

interface Key {
  readonly trusted: TrustedKey
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array>
}

async function newKey(level: TrustedKey['level'] = 3, more: Partial<TrustedKey> = {}): Promise<Key> {
  const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])
  if (!('privateKey' in pair)) throw new Error('no pair')
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
  return {
    trusted: { keyid: sha256(raw), publicKey: base64(raw), level, roles: ['publisher'], ...more },
    sign: async (bytes) => new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, bytes)),
  }
}

const rule = (id: string, response = 3, requires: readonly string[] = []): object => ({
  id,
  title: id,
  description: '',
  status: 'stable',
  level: 'high',
  type: 'threat',
  tags: [],
  falsePositives: [],
  response,
  mode: 'enforce',
  alerts: true,
  hash: 'h',
  requires,
  source: 'r.yml:1',
})
const plan = {
  format: 'clawback-plan/1',
  rules: [
    { ...rule('r1'), logsource: {}, detections: {}, condition: { use: 'x' } },
    { ...rule('r2', 6, ['graph']), logsource: {}, detections: {}, condition: { use: 'x' } },
  ],
  correlations: [
    {
      ...rule('c1', 1),
      correlation: 'event_count',
      rules: ['r2'],
      by: [],
      timespan: 1,
      condition: [],
      fields: [],
      window: 'sliding',
    },
  ],
}
const content: Readonly<Record<string, readonly [type: string, text: string]>> = {
  'CHANGELOG.md': ['changelog', '# 1.0.0\n'],
  'baselines/b.json': [
    'baseline',
    canonicalJson({
      id: 'b',
      cohort: { field: '*', value: '*' },
      samples: 1,
      entries: [{ action: 'a', target: 't', support: 1 }],
      quantiles: {},
    }),
  ],
  'lists/names.txt': ['list', '# names\nalpha\n\nbeta\n'],
  'new/thing.bin': ['hologram', 'from the future'],
  'plan.json': ['plan', canonicalJson(plan)],
  'policies/p.json': [
    'policy',
    canonicalJson({
      id: 'p',
      conditions: [{ id: 'c', text: 'x', weight: 1 }],
      thresholds: { suspicious: 1, malicious: 2 },
      gaps: { static: ['*'], 'static+observed': [] },
    }),
  ],
  'probes/t.json': ['probe', canonicalJson([{ kind: 'text', id: 't', tags: [], patterns: ['a+'] }])],
  'responses/r.json': ['responses', canonicalJson({ id: 'r', entries: [{ level: 5 }, { level: 1 }] })],
}

interface Shape {
  readonly manifest?: object
  readonly members?: (members: readonly PackMember[]) => readonly unknown[]
  readonly blobs?: object
  readonly files?: typeof content
}

async function build(keys: readonly Key[], shape: Shape = {}): Promise<Uint8Array> {
  const files = { ...content, ...shape.files }
  const members = Object.entries(files)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, [type, text]]) => ({ path, type, sha256: sha256(text), size: utf8(text).length }))
  const manifest = {
    format: 'clawback-pack/1',
    name: 'core',
    version: '1.0.0',
    description: 'd',
    requires: { evaluator: '>=0.1.0', capabilities: ['graph'] },
    members: shape.members?.(members) ?? members,
    ...shape.manifest,
  }
  const payload = utf8(canonicalJson(manifest))
  const signed = pae('application/vnd.clawback.pack+json', payload)
  return utf8(
    canonicalJson({
      format: 'clawback-pack-file/1',
      envelope: {
        payloadType: 'application/vnd.clawback.pack+json',
        payload: base64(payload),
        signatures: await Promise.all(
          keys.map(async (key) => ({ keyid: key.trusted.keyid, sig: base64(await key.sign(signed)) })),
        ),
      },
      blobs: {
        ...Object.fromEntries(Object.values(files).map(([, text]) => [sha256(text), base64(utf8(text))])),
        ...shape.blobs,
      },
    }),
  )
}

async function refusal(bytes: Uint8Array, keys: readonly TrustedKey[], options = {}): Promise<ClawbackError> {
  try {
    await loadPack(bytes, keys, { now, ...options })
  } catch (error) {
    if (error instanceof ClawbackError) return error
    throw error
  }
  throw new Error('the pack was accepted')
}

let key: Key
let good: Uint8Array
beforeAll(async () => {
  key = await newKey()
  good = await build([key])
})

describe('a sound pack', () => {
  test('opens with its members parsed', async () => {
    const pack = await loadPack(good, [key.trusted], { now })
    expect(pack.manifest.name).toBe('core')
    expect(pack.digest).toMatch(/^[0-9a-f]{64}$/)
    expect(pack.signer).toEqual(key.trusted)
    expect(pack.plan.rules.map((r) => r.id)).toEqual(['r1', 'r2'])
    expect(pack.probes).toMatchObject([{ id: 't', pack: 'core' }])
    expect(pack.baselines).toMatchObject([{ id: 'b' }])
    expect(pack.policies).toMatchObject([{ id: 'p' }])
    expect({ ...pack.lists }).toEqual({ names: ['alpha', 'beta'] })
    expect(pack.skipped).toEqual(['new/thing.bin'])
  })

  test('of bytes that are pinned it is not asked again whether they agree, and who signed them is', async () => {
    const changed = utf8(JSON.stringify(JSON.parse(new TextDecoder().decode(good)), undefined, 1))
    expect((await refusal(changed, [key.trusted])).code).toBe('PACK_INVALID')
    const pack = await loadPack(changed, [key.trusted], { now, pinned: true })
    expect(pack).toEqual({ ...(await loadPack(good, [key.trusted], { now })), pinned: true })
    const stranger = await newKey()
    expect((await refusal(changed, [stranger.trusted], { pinned: true })).code).toBe('PACK_UNTRUSTED')
  })

  test('asks for no more than its key may grant', async () => {
    const pack = await loadPack(good, [key.trusted], { now })
    expect(pack.plan.rules.map((r) => r.response)).toEqual([3, 3])
    expect(pack.responses[0]?.entries.map((e) => e.level)).toEqual([3, 1])
    expect(pack.limited).toEqual(['r2', 'r'])
  })

  test('rules that need what is missing are left out, with what rests on them', async () => {
    const pack = await loadPack(good, [key.trusted], { now, capabilities: [] })
    expect(pack.plan.rules.map((r) => r.id)).toEqual(['r1'])
    expect(pack.plan.correlations).toEqual([])
    expect(pack.skipped).toEqual(['new/thing.bin', 'rule:r2', 'rule:c1'])
    expect(
      (await loadPack(good, [key.trusted], { now, capabilities: ['graph'] })).plan.correlations,
    ).toHaveLength(1)
  })

  test('the key that may grant most speaks for it', async () => {
    const strong = await newKey(6)
    const pack = await loadPack(await build([key, strong]), [key.trusted, strong.trusted], { now })
    expect(pack.signer?.level).toBe(6)
  })
})

describe('trust', () => {
  test('a stranger, an expired key, a key that may not publish', async () => {
    const stranger = await newKey()
    expect(await refusal(good, [stranger.trusted])).toMatchObject({ code: 'PACK_UNTRUSTED' })
    expect(await refusal(good, [])).toMatchObject({ code: 'PACK_UNTRUSTED' })
    expect(await refusal(good, [{ ...key.trusted, expires: '2026-01-01T00:00:00Z' }])).toMatchObject({
      code: 'PACK_UNTRUSTED',
    })
    expect(await refusal(good, [{ ...key.trusted, expires: 'soon' }])).toMatchObject({
      code: 'PACK_UNTRUSTED',
    })
    expect(await refusal(good, [{ ...key.trusted, roles: ['root'] }])).toMatchObject({
      code: 'PACK_UNTRUSTED',
    })
  })

  test('a key that is not what its id says is never used', async () => {
    const other = await newKey()
    const swapped = { ...key.trusted, publicKey: other.trusted.publicKey }
    expect(await refusal(good, [swapped])).toMatchObject({ code: 'PACK_UNTRUSTED' })
  })

  test('unsigned packs alert and never more, and only where they are allowed', async () => {
    const unsigned = await build([])
    expect(await refusal(unsigned, [key.trusted])).toMatchObject({ code: 'PACK_UNTRUSTED' })
    const pack = await loadPack(unsigned, [key.trusted], { now, allowUnsigned: true })
    expect(pack.signer).toBeUndefined()
    expect(pack.plan.rules.map((r) => r.response)).toEqual([0, 0])
  })

  test('a broken signature of a trusted key is refused even where unsigned packs are allowed', async () => {
    const forged = await build([{ ...key, sign: () => Promise.resolve(new Uint8Array(64)) }])
    expect(await refusal(forged, [key.trusted], { allowUnsigned: true })).toMatchObject({
      code: 'PACK_UNTRUSTED',
    })
  })

  test('a signature over other content does not carry over', async () => {
    const [a, b] = [await build([key]), await build([key], { manifest: { version: '2.0.0' } })].map(
      (bytes) => JSON.parse(new TextDecoder().decode(bytes)) as { envelope: { signatures: unknown } },
    )
    const mixed = { ...b, envelope: { ...b!.envelope, signatures: a!.envelope.signatures } }
    expect(await refusal(utf8(canonicalJson(mixed)), [key.trusted])).toMatchObject({ code: 'PACK_UNTRUSTED' })
  })

  test('an expired pack', async () => {
    const old = await build([key], { manifest: { expires: '2026-11-01T00:00:00Z' } })
    expect(await refusal(old, [key.trusted])).toMatchObject({ code: 'PACK_EXPIRED' })
    await expect(loadPack(old, [key.trusted], { now, allowExpired: true })).resolves.toMatchObject({
      manifest: { name: 'core', expires: '2026-11-01T00:00:00Z' },
      signer: key.trusted,
    })
  })
})

describe('hostile bytes', () => {
  test('a flipped bit anywhere is refused', async () => {
    const places = fc.tuple(fc.nat({ max: good.length - 1 }), fc.nat({ max: 7 }))
    await fc.assert(
      fc.asyncProperty(places, async ([at, bit]) => {
        const bad = good.slice()
        bad[at] = (bad[at] ?? 0) ^ (1 << bit)
        const error = await refusal(bad, [key.trusted])
        expect(['PACK_INVALID', 'PACK_UNTRUSTED']).toContain(error.code)
      }),
      { numRuns: 400 },
    )
  })

  test('cut, doubled and random bytes are refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: good.length - 1 }), fc.uint8Array(), async (length, random) => {
        await refusal(good.slice(0, length), [key.trusted])
        await refusal(random, [key.trusted])
        await refusal(Uint8Array.from([...good, ...random, 32]), [key.trusted])
      }),
      { numRuns: 50 },
    )
  })

  const cases: Readonly<Record<string, Shape>> = {
    'an extra blob': { blobs: { ['a'.repeat(64)]: base64(utf8('x')) } },
    'a blob that is not what its digest says': {
      blobs: { [sha256(content['plan.json']![1])]: base64(utf8('{}')) },
    },
    'a path twice': { members: (m) => [m[0], ...m] },
    'a path twice in other case': {
      members: (m) => [...m, { ...m[0], path: 'z' }, { ...m[0], path: 'z/../Z' }],
      files: { Z: ['x', 'x'], z: ['x', 'x'] },
    },
    'members out of order': { members: (m) => [...m].reverse() },
    'a wrong size': { members: (m) => m.map((x) => ({ ...x, size: x.size + 1 })) },
    'a huge size': { members: (m) => m.map((x) => ({ ...x, size: 1e12 })) },
    'a negative size': { members: (m) => m.map((x) => ({ ...x, size: -1 })) },
    'no digest': { members: (m) => m.map((x) => ({ ...x, sha256: 'x' })) },
    'a missing blob': { members: (m) => m.map((x) => ({ ...x, sha256: '0'.repeat(64) })) },
    'too many members': { members: (m) => new Array<unknown>(10_001).fill(m[0]) },
    'a path that climbs': { files: { '../x': ['rule', 'x'] } },
    'an absolute path': { files: { '/etc/x': ['rule', 'x'] } },
    'a path with a control character': { files: { 'a\nb': ['rule', 'x'] } },
    'a path named __proto__': { files: { ['x/__proto__']: ['rule', 'x'] } },
    'another format': { manifest: { format: 'clawback-pack/2' } },
    'a version that is none': { manifest: { version: 'latest' } },
    'a name with a slash too many': { manifest: { name: '../../x' } },
    'an evaluator that is not there': { manifest: { requires: { evaluator: '>=9.0.0', capabilities: [] } } },
    'an evaluator range that is none': { manifest: { requires: { evaluator: 'newest', capabilities: [] } } },
    'an expiry that is none': { manifest: { expires: 'never' } },
    'a plan that is no plan': { files: { 'plan.json': ['plan', '[]'] } },
    'two plans': { files: { 'plan2.json': ['plan', canonicalJson(plan)] } },
    'a rule twice': {
      files: { 'plan.json': ['plan', canonicalJson({ ...plan, correlations: plan.rules })] },
    },
    'a response level that is none': {
      files: { 'plan.json': ['plan', canonicalJson({ ...plan, rules: [rule('r', 7)] })] },
    },
    'a probe of no kind': {
      files: { 'probes/t.json': ['probe', '[{"kind":"toString","id":"x","tags":[]}]'] },
    },
    'a policy without thresholds': { files: { 'policies/p.json': ['policy', '{"id":"p","conditions":[]}'] } },
    'a baseline that is none': { files: { 'baselines/b.json': ['baseline', 'null'] } },
    'JSON nested too deep': { files: { 'plan.json': ['plan', `${'['.repeat(200)}${']'.repeat(200)}`] } },
  }

  test.each(Object.entries(cases))('%s is refused though it is signed', async (_, shape) => {
    expect(await refusal(await build([key], shape), [key.trusted])).toMatchObject({ code: 'PACK_INVALID' })
  })

  test('the same content in other bytes is refused', async () => {
    const text = new TextDecoder().decode(good)
    for (const other of [
      ` ${text}`,
      text.replace('"blobs"', '"\\u0062lobs"'),
      JSON.stringify(JSON.parse(text), null, 1),
    ])
      expect(await refusal(utf8(other), [key.trusted])).toMatchObject({ code: 'PACK_INVALID' })
  })

  test('members of ours cannot be set through __proto__', async () => {
    const text = new TextDecoder().decode(good)
    for (const other of [
      text.replace('{"blobs"', '{"__proto__":{"allowUnsigned":true},"blobs"'),
      text.replace('"format":"clawback-pack-file/1"', '"format":"clawback-pack-file/1","more":1'),
    ])
      expect(await refusal(utf8(other), [key.trusted])).toMatchObject({ code: 'PACK_INVALID' })
    expect(({} as Record<string, unknown>)['allowUnsigned']).toBeUndefined()
    const hidden = await build([key], { files: { 'lists/__proto__x.txt': ['list', 'a'] } })
    expect(Object.getPrototypeOf((await loadPack(hidden, [key.trusted], { now })).lists)).toBeNull()
  })
})

test('ranges', () => {
  expect(satisfies('0.1.0', '>=0.1.0 <1.0.0')).toBe(true)
  expect(satisfies('1.0.0', '>=0.1.0 <1.0.0')).toBe(false)
  expect(satisfies('0.10.0', '>=0.9.0')).toBe(true)
  expect(satisfies('0.1.0', '*')).toBe(true)
  expect(satisfies('0.1.0', '0.1.0')).toBe(true)
  for (const bad of ['', '^0.1.0', '>= 0.1', 'x']) expect(satisfies('0.1.0', bad)).toBe(false)
})

test('safe paths never leave their folder', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (path) => {
      if (!isSafePath(path)) return
      const url = new URL(path, 'file:///base/')
      expect(url.pathname.startsWith('/base/')).toBe(true)
      expect(path).not.toContain('\\')
    }),
  )
  for (const bad of ['', '.', '..', 'a/../b', '/a', 'a//b', 'a/', 'C:\\x', 'a\0', ' a'])
    expect(isSafePath(bad)).toBe(false)
  for (const fine of ['a', 'rules/a b.yml', '.hidden', 'a/b/c-1.2_x@y+z']) expect(isSafePath(fine)).toBe(true)
})
