import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openResponder } from '@clawback/guard'
import type { OpenedResponder } from '@clawback/guard'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Agent } from '../../cli/stage/oauth/agent.js'
import { killSwitchLines, witnessKillSwitch } from '../../cli/stage/oauth/kill-switch.js'
import { openStage } from '../../cli/stage/oauth/stage.js'
import type { Stage, Tokens } from '../../cli/stage/oauth/stage.js'
import { questionOf } from '../../guard/response/testing/question.js'
import { openFaultProxy } from '../tools/fault-proxy.js'
import type { FaultProxy } from '../tools/fault-proxy.js'

let state = ''
let stage: Stage
let proxy: FaultProxy
let agent: Agent
let human: Tokens
let room: OpenedResponder

const read200 = ({ did, status }: { did: string; status: number }): boolean =>
  did === 'read' && status === 200

beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'kill-switch-'))
  stage = await openStage()
  proxy = await openFaultProxy(stage.oauth.url)
  human = await stage.signIn('human')
  agent = await stage.startAgent({ stamp: 'ag-00000001-00000002' })
  process.env['STAGE_GUARD_SECRET'] = stage.oauth.clients.guard.secret
  room = await openResponder(context(), { requestMs: 500 })
})

function context(): Parameters<typeof openResponder>[0] {
  return {
    state,
    where: 'guard.yaml',
    settings: {
      mode: 'enforce',
      hooks: [
        {
          type: 'oauth',
          name: 'idp',
          issuer: stage.oauth.url,
          token: `${proxy.url}/token`,
          revocation: `${proxy.url}/token/revocation`,
          introspection: `${proxy.url}/token/introspection`,
          admin: `${proxy.url}/admin`,
          client: {
            id: stage.oauth.clients.guard.id,
            secret: 'env:STAGE_GUARD_SECRET',
            scope: 'grants:manage',
          },
        },
      ],
    },
    vault: { seal: (token) => token, use: () => Promise.resolve(undefined) },
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    record: () => undefined,
    fault: (what, error) => expect.unreachable(`${what}: ${String(error)}`),
  }
}

afterEach(async () => {
  expect((await room.desk.audit()).problems).toEqual([])
  await room.stop()
  await proxy.close()
  await stage.close()
  await rm(state, { recursive: true, force: true })
})

/** The grant that the identity provider's log ties to the agent's token, as attribution would find it. */
function grantInLog(): string {
  const line = stage.idpLog.lines.findLast((each) => (each['actor'] as { id: string }).id === 'claude-code')
  return (line!['target'] as { type: string; id: string }[]).find(({ type }) => type === 'grant')!.id
}

async function reach(...states: string[]): Promise<Readonly<Record<string, string>>> {
  const there = async (): Promise<boolean> =>
    (await room.desk.intents()).every((each) => states.includes(each.state))
  await expect.poll(there, { interval: 5, timeout: 10_000 }).toBe(true)
  return (await room.desk.intents())[0]!.times
}

test('the agent is out while its process runs and its human works on; restore lets it in again', async () => {
  await agent.next(read200)
  const eventAt = Date.now()
  await room.consider(questionOf({ grant: grantInLog() }))
  const times = await reach('effective', 'done')
  const report = await witnessKillSwitch({ agent, eventAt, times, human: () => stage.read(human.access) })
  expect(report).toMatchObject({ agentStatus: 401, agentAlive: true, humanStatus: 200, afterProof: 0 })
  expect(
    Math.min(report.eventToDecision, report.decisionToAccepted, report.acceptedToEffective),
  ).toBeGreaterThanOrEqual(0)
  expect(killSwitchLines(report)).toHaveLength(6)

  await room.desk.restore('incident-1', 'bob')
  await agent.next(read200)
  await reach('restored', 'done')
})

test('when a person must agree, nothing is taken before, and it is taken after', async () => {
  await room.consider(questionOf({ grant: grantInLog(), score: 0.7 }))
  await agent.next(read200)
  const [approval] = await room.desk.approvals()
  await room.desk.decide(approval!.id, 'approve', 'bob')
  await agent.next(({ did, status }) => did === 'read' && status === 401)
  await reach('effective', 'done')
  expect(await stage.read(human.access)).toBe(200)
})

test('a provider that takes the grant and loses its answer: one request, one effect, effective', async () => {
  proxy.fault((method) => method === 'DELETE', { do: 'execute-then-hang' })
  await room.consider(questionOf({ grant: grantInLog() }))
  await agent.next(({ did, status }) => did === 'read' && status === 401)
  await reach('effective', 'done')
  expect(proxy.passed.filter((each) => each.startsWith('DELETE'))).toHaveLength(1)
})
