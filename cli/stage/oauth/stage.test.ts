import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { postForm } from './form.js'
import { tokenDigest } from './log.js'
import { openStage } from './stage.js'
import type { Stage } from './stage.js'

let folder = ''
let stage: Stage

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stage-'))
  stage = await openStage({ folder })
})
afterEach(async () => {
  await stage.close()
  await rm(folder, { recursive: true, force: true })
})

async function adminToken(): Promise<string> {
  const { guard } = stage.oauth.clients
  const fields = { grant_type: 'client_credentials', scope: 'grants:manage' }
  return String((await postForm(`${stage.oauth.url}/token`, guard, fields)).body['access_token'])
}

async function admin(token: string, method: string, path: string, body?: unknown): Promise<number> {
  const response = await fetch(`${stage.oauth.url}/admin/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return response.status
}

test('a token reads until it is revoked (RFC 7009), and only that one', async () => {
  const human = await stage.signIn('human')
  const agent = await stage.signIn('agent')
  expect([await stage.read(human.access), await stage.read(agent.access)]).toEqual([200, 200])
  const { guard } = stage.oauth.clients
  const answer = await postForm(`${stage.oauth.url}/token/revocation`, guard, { token: agent.access })
  expect(answer.status).toBe(200)
  expect([await stage.read(human.access), await stage.read(agent.access)]).toEqual([200, 401])
  expect((await postForm(`${stage.oauth.url}/token/revocation`, guard, { token: 'nonsense' })).status).toBe(
    200,
  )
})

test('taking a grant takes its tokens and the consent; giving the consent back opens a fresh sign-in', async () => {
  const { access, refresh } = await stage.signIn('agent')
  const [grant] = stage.oauth.shelf.grants()
  const token = await adminToken()
  expect(await admin(token, 'GET', `grants/${grant!.id}`)).toBe(200)
  expect(await admin(token, 'DELETE', `grants/${grant!.id}`)).toBe(204)
  expect(await admin(token, 'DELETE', `grants/${grant!.id}`)).toBe(404)
  expect(await stage.read(access)).toBe(401)
  const { agent } = stage.oauth.clients
  const refreshed = await postForm(`${stage.oauth.url}/token`, agent, {
    grant_type: 'refresh_token',
    refresh_token: refresh,
  })
  expect(refreshed.body['error']).toBe('invalid_grant')
  await expect(stage.signIn('agent')).rejects.toThrow('access_denied')
  expect(await admin(token, 'PUT', `consents/${agent.id}/alice`, { scope: 'records:read' })).toBe(204)
  expect(await stage.read(access)).toBe(401)
  expect(await stage.read((await stage.signIn('agent')).access)).toBe(200)
})

test('a client that is disabled is out with all its tokens', async () => {
  const human = await stage.signIn('human')
  const agent = await stage.signIn('agent')
  const token = await adminToken()
  expect(await admin(token, 'PATCH', 'clients/claude-code', { enabled: false })).toBe(204)
  expect([await stage.read(human.access), await stage.read(agent.access)]).toEqual([200, 401])
  await expect(stage.signIn('agent')).rejects.toThrow('invalid_client')
  expect(await admin(token, 'PATCH', 'clients/claude-code', { enabled: true })).toBe(204)
  expect(await stage.read((await stage.signIn('agent')).access)).toBe(200)
})

test('the admin endpoint wants its own scope', async () => {
  const { access } = await stage.signIn('agent')
  const [grant] = stage.oauth.shelf.grants()
  expect(await admin(access, 'DELETE', `grants/${grant!.id}`)).toBe(401)
  expect(await admin('nonsense', 'DELETE', `grants/${grant!.id}`)).toBe(401)
})

test('logs name tokens by digest, persons as the provider knows them, and never a token', async () => {
  const { access, refresh } = await stage.signIn('agent')
  await stage.read(access, 3)
  const hash = tokenDigest(access)
  expect(stage.idpLog.lines.map((line) => line['eventType'])).toEqual([
    'user.session.start',
    'app.oauth2.token.grant.access_token',
  ])
  expect(JSON.stringify(stage.idpLog.lines[1])).toContain(`"hash":"${hash}"`)
  expect(stage.recordsLog.lines[0]).toMatchObject({
    token_sha256: hash,
    rows: 3,
    status: 200,
    client_id: 'claude-code',
    subject: 'alice',
    application_name: 'records-app',
  })
  await Promise.all([stage.idpLog.flushed(), stage.recordsLog.flushed()])
  const files = `${await readFile(join(folder, 'idp.ndjson'), 'utf8')}${await readFile(join(folder, 'records.ndjson'), 'utf8')}`
  expect(files.trimEnd().split('\n')).toHaveLength(3)
  for (const secret of [access, refresh, stage.oauth.clients.agent.secret])
    expect(files).not.toContain(secret)
})

test('an agent process goes on trying after it lost its access, and gets in again once it may', async () => {
  const agent = await stage.startAgent({ stamp: 'ag-12345678-abcdef01' })
  await agent.next(({ did, status }) => did === 'read' && status === 200)
  const [grant] = stage.oauth.shelf.grants()
  const token = await adminToken()
  await admin(token, 'DELETE', `grants/${grant!.id}`)
  await agent.next(({ did, status }) => did === 'read' && status === 401)
  await agent.next(({ did, status }) => did === 'refresh' && status === 400)
  await agent.next(({ did, status }) => did === 'sign-in' && status === 400)
  expect(agent.alive()).toBe(true)
  await admin(token, 'PUT', 'consents/claude-code/alice', { scope: 'records:read' })
  await agent.next(({ did, status }) => did === 'read' && status === 200)
  expect(stage.recordsLog.lines.every((line) => line['application_name'] === 'ag-12345678-abcdef01')).toBe(
    true,
  )
})
