import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { createSecret, readSecret } from './hooks/secret.js'
import { readResponseSettings } from './settings.js'

const oauth = {
  type: 'oauth',
  name: 'idp',
  issuer: 'https://idp.example.test',
  token: 'https://idp.example.test/token',
  revocation: 'https://idp.example.test/revoke',
  admin: 'http://127.0.0.1:8080/admin',
  client: { id: 'guard', secret: 'env:IDP_SECRET' },
}

test('a new installation only watches', () => {
  expect(readResponseSettings(undefined, 'guard.yaml')).toMatchObject({
    mode: 'monitor',
    fuse: { most: 5, withinMs: 600_000 },
    evidence: { score: 0.85, trust: 1 },
    approvals: { twoFrom: 5 },
    hooks: [],
  })
})

test('what the operator wrote is taken over', () => {
  const settings = readResponseSettings(
    {
      mode: 'enforce',
      fuse: { most: 2, minutes: 1 },
      protected: ['human:root'],
      policies: [
        {
          id: 'ours',
          entries: [{ tags: ['x'], levels: ['high'], min_findings: 2, level: 1, approval: true }],
        },
      ],
      hooks: [
        oauth,
        { type: 'process' },
        { type: 'webhook', url: 'https://h.example.test', secret: 'env:S', subjects: ['client'] },
      ],
    },
    'guard.yaml',
  )
  expect(settings.policies[0]?.entries[0]).toEqual({
    tags: ['x'],
    levels: ['high'],
    minFindings: 2,
    level: 1,
    approval: true,
  })
  expect(settings.hooks.map(({ name }) => name)).toEqual(['idp', 'process', 'webhook'])
})

describe('what cannot be meant is refused, with the place', () => {
  const wrong: readonly (readonly [unknown, string])[] = [
    [{ mode: 'destroy' }, 'response.mode'],
    [{ moed: 'enforce' }, 'moed is not a setting'],
    [{ fuse: { most: 0 } }, 'response.fuse.most'],
    [{ fuse: { most: '5' } }, 'response.fuse.most'],
    [{ evidence: { trust: 0 } }, 'response.evidence.trust'],
    [{ protected: 'human:root' }, 'response.protected'],
    [{ policies: [{ entries: [{ level: 9 }] }] }, 'response.policies[0].entries[0].level'],
    [{ policies: [{ entries: [{}] }] }, 'response.policies[0].entries[0].level'],
    [{ hooks: [{ ...oauth, admin: 'http://idp.example.test/admin' }] }, 'only https'],
    [{ hooks: [{ ...oauth, admin: 'http://127.0.0.1.example.test/admin' }] }, 'only https'],
    [{ hooks: [{ ...oauth, admin: 'https://user:pass@idp.example.test' }] }, 'no user or password'],
    [{ hooks: [{ ...oauth, token: undefined }] }, 'response.hooks[0].token'],
    [{ hooks: [{ ...oauth, grant: 'grant-1' }] }, 'grant is not a setting'],
    [{ hooks: [oauth, oauth] }, 'two hooks are named idp'],
    [['a'], 'a mapping is expected'],
    [JSON.parse('{"__proto__": {"mode": "enforce"}}'), '__proto__ is not a setting'],
  ]
  for (const [value, says] of wrong)
    test(says, () => {
      expect(() => readResponseSettings(value, 'guard.yaml:7')).toThrow(
        expect.objectContaining({
          code: 'INPUT_MALFORMED',
          message: expect.stringContaining(says) as string,
        }) as Error,
      )
    })
})

describe('secrets', () => {
  test('are read from where the setting points, and never from the setting', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'secret-'))
    await writeFile(join(folder, 'secret'), 'from-file\n')
    expect((await readSecret(`file:${join(folder, 'secret')}`, 'w')).reveal()).toBe('from-file')
    process.env['SETTINGS_TEST_SECRET'] = 'from-env'
    expect((await readSecret('env:SETTINGS_TEST_SECRET', 'w')).reveal()).toBe('from-env')
    for (const pointer of ['hunter2', 'env:NOT_SET_ANYWHERE', `file:${folder}/none`])
      await expect(readSecret(pointer, 'w')).rejects.toMatchObject({ code: 'INPUT_MALFORMED' })
    await expect(readSecret('hunter2', 'w')).rejects.not.toThrow('hunter2')
    await rm(folder, { recursive: true })
  })

  test('do not show when printed', () => {
    const secret = createSecret('hunter2')
    for (const shown of [secret.toString(), JSON.stringify({ secret }), inspect({ secret }), inspect(secret)])
      expect(shown).not.toContain('hunter2')
  })
})
