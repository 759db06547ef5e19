import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { StoryLine } from '@clawback/guard'
import { buildPack, generateKey, trust } from '@clawback/pack-tools'
import type { SigningKey } from '@clawback/pack-tools'
import { cp } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openPerformance } from '../../cli/stage/scenario/perform.js'
import type { Performance } from '../../cli/stage/scenario/perform.js'
import { stageResponse } from '../../cli/stage/scenario/response.js'
import type { Played } from '../../cli/stage/scenario/scenario.js'

const checkout = fileURLToPath(new URL('../..', import.meta.url))
const alice = 'human:alice@example.test'
let folder = ''
let signer: SigningKey
let open: Performance | undefined

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'two-am-'))
  signer = await generateKey()
})
afterEach(async () => {
  await open?.close()
  open = undefined
  await rm(folder, { recursive: true, force: true })
})

async function perform(name: string, { live = false, approval = false } = {}): Promise<Performance> {
  const path = join(folder, 'runtime.pack')
  await writeFile(
    path,
    (await buildPack(join(checkout, 'content/packs/agent-runtime-core'), { signKey: signer })).bytes,
  )
  open = await openPerformance({
    scenario: join(checkout, 'datasets/scenarios', name),
    folder,
    pack: { path, key: trust(signer, 3) },
    live,
    response: (stage) =>
      stage === undefined ? 'response: { mode: enforce }\n' : stageResponse(stage, folder, { approval }),
  })
  return open
}

const rulesOf = async ({ client }: Performance, incident: string): Promise<string[]> =>
  [...new Set((await client.incident(incident)).alerts.map(({ rule }) => rule))].sort()

function flat(
  lines: readonly StoryLine[],
  path: readonly StoryLine[] = [],
): { line: StoryLine; path: readonly StoryLine[] }[] {
  return lines.flatMap((line) => [{ line, path }, ...flat(line.children, [...path, line])])
}

describe('GS-1 as raw inputs', () => {
  test('is one incident, its findings on one chain, and a story in which no line lacks an identity', async () => {
    const on = await perform('gs-1')
    const played = await on.play()
    const incidents = await on.client.incidents()
    expect(incidents).toHaveLength(1)
    const [incident] = incidents
    expect(incident).toMatchObject({ chain: on.values.get('session'), level: 'critical', response: 3 })
    expect(await rulesOf(on, incident!.id)).toEqual([
      'agent-data-mass-read',
      'agent-data-off-hours-first-use',
      'agent-data-off-hours-pull',
      'agent-data-subagent-scope-excess',
      'agent-mcp-unsanctioned-server',
    ])

    const story = await on.client.story(incident!.id)
    const lines = flat(story)
    expect(story).toHaveLength(1)
    expect(story[0]).toMatchObject({ kind: 'human', who: alice })
    expect(story[0]!.children.map(({ kind }) => kind)).toEqual(['auth.login', 'auth.token', 'agent'])
    expect(lines.every(({ line }) => line.who.startsWith(alice) || line.who.startsWith('unattributed'))).toBe(
      true,
    )
    const access = lines.find(({ line }) => line.on === 'prod database customers/customers')!
    expect(access.line).toMatchObject({ what: 'read of 600 records, success' })
    expect(access.line.credential).toMatch(/^cred-[0-9a-f]{32}$/)
    // human, agent, the call that spawned, the sub-agent, its call, the access
    expect(access.path.map(({ kind, what }) => `${kind} ${what.split(',', 1)[0]!}`)).toEqual([
      'human is the person behind this chain',
      `agent runs agent:claude-code/alice@ws-17`,
      'tool.request Agent',
      'agent.spawn sub-agent starts (general-purpose)',
      'tool.request Bash',
    ])
    expect(access.path.at(-1)!.who).toBe(`${alice} › sub-agent ${on.values.get('agent.sub')}`)

    const path = await on.client.path(alice, 'resource:database:customers')
    expect(path?.map(({ kind }) => kind)).toEqual(['owns', 'started', 'spawned', 'accessed'])
    expect((await on.client.blast(alice)).map(({ node }) => node)).toContain('resource:database:customers')
    expect(denials(played)).toEqual(['call.count', 'call.after'])
  })

  test('leaves no token in any file the guard writes', async () => {
    const on = await perform('gs-1')
    await on.play()
    const token = on.values.get('token')
    await on.close()
    open = undefined
    const state = join(folder, 'state')
    const files = await readdir(state)
    expect(files).toContain('events.sqlite')
    for (const name of files) expect((await readFile(join(state, name))).includes(token), name).toBe(false)
  })

  test('a newer pack is put in force while it runs, and loses nothing', async () => {
    const on = await perform('gs-1')
    await on.play()
    const v2 = join(folder, 'v2')
    await cp(join(checkout, 'content/packs/agent-runtime-core'), v2, { recursive: true })
    await cp(join(checkout, 'datasets/scenarios/gs-1/upgrade'), v2, { recursive: true })
    const { bytes } = await buildPack(v2, { signKey: signer })
    expect(await on.client.loadPack(bytes)).toMatchObject({ version: '1.2.0', rules: 13 })
    await expect(on.client.loadPack(bytes)).rejects.toMatchObject({ code: 'GUARD_REFUSED' })
    const stranger = await buildPack(v2, { signKey: await generateKey() })
    await expect(on.client.loadPack(stranger.bytes)).rejects.toMatchObject({ code: 'GUARD_REFUSED' })
    // The session goes on: what it read before still counts, and the new rule sees how far it reaches.
    const line = {
      time: new Date().toISOString(),
      request_id: 'one-more',
      database: 'customers',
      verb: 'read',
      rows: 1,
      status: 200,
      application_name: on.values.get('stamp'),
      token_sha256: on.values.get('token.sha256'),
    }
    const { postTo } = await import('../../cli/stage/scenario/post.js')
    await postTo(on.address.socket, 'logs/records', JSON.stringify(line))
    const [incident, ...others] = await on.client.incidents()
    expect(others).toEqual([])
    expect(await rulesOf(on, incident!.id)).toContain('agent-reach-grows')
    expect(await rulesOf(on, incident!.id)).toContain('agent-data-mass-read')
  })
})

test('the benign twin, on call under an approved change, stays quiet', async () => {
  const on = await perform('gs-1-benign')
  const played = await on.play()
  expect(await on.client.incidents()).toEqual([])
  expect(denials(played)).toEqual([])
  const lines = flat(await on.client.story(on.values.get('session')))
  expect(lines.find(({ line }) => line.on === 'prod database customers/customers')?.line.who).toContain(
    'sub-agent',
  )
})

test('GS-1 against a real OAuth server: the agent is out while it still runs, the person is not', async () => {
  const on = await perform('gs-1', { live: true })
  const played = await on.play()
  const { stage, tokens } = on
  const [incident] = await on.client.incidents()
  const agent = on.agent()
  await expect
    .poll(async () => (await on.client.intents()).map(({ state }) => state), { timeout: 15_000 })
    .toEqual([expect.stringMatching(/^(effective|done)$/)])
  const [intent] = await on.client.intents(incident!.id)
  expect(intent).toMatchObject({ operation: 'revoke', provider: 'oauth', level: 3 })
  expect(await stage!.read(tokens!.agent.access)).toBe(401)
  expect(await stage!.read(tokens!.human.access)).toBe(200)
  expect(agent?.alive() ?? true).toBe(true)
  expect(denials(played)).toContain('call.count')
  expect(await rulesOf(on, incident!.id)).toContain('agent-data-off-hours-pull')
})

test('GS-1 where a person must agree: held at once, taken back once approved, given back by restore', async () => {
  const on = await perform('gs-1', { live: true, approval: true })
  const played = await on.play()
  const { stage, tokens, client } = on
  expect(denials(played)).toContain('call.count')
  await expect.poll(() => client.approvals(), { timeout: 10_000 }).toMatchObject([{ state: 'waiting' }])
  expect(await stage!.read(tokens!.agent.access)).toBe(200)
  const [approval] = await client.approvals()
  await client.decide(approval!.id, 'approve', 'bob@example.test')
  await expect.poll(() => stage!.read(tokens!.agent.access), { timeout: 10_000 }).toBe(401)
  await expect
    .poll(async () => (await client.intents()).map(({ state }) => state), { timeout: 15_000 })
    .toEqual([expect.stringMatching(/^(effective|done)$/)])
  const [incident] = await client.incidents()
  await client.restore(incident!.id, 'bob@example.test')
  await expect
    .poll(
      () =>
        stage!.signIn('agent').then(
          ({ access }) => stage!.read(access),
          () => 401,
        ),
      { timeout: 15_000 },
    )
    .toBe(200)
  const told = flat(await client.story(incident!.id)).map(({ line }) => line.kind)
  for (const kind of ['approval.request', 'approval.decide', 'control.revoke', 'control.verify'])
    expect(told).toContain(kind)
})

function denials(played: readonly Played[]): (string | undefined)[] {
  return played.flatMap(({ step, denied }) => (denied && 'call' in step ? [step.call] : []))
}
