import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ClawbackError } from '@clawback/model'
import type { Alert, Incident } from '@clawback/model'
import { createGuard, guardClient, readGuardConfig } from '@clawback/guard'
import type { GuardAddress, GuardClient, IntentView, StoryLine } from '@clawback/guard'
import type { Agent } from '../stage/oauth/agent.js'
import { witnessKillSwitch } from '../stage/oauth/kill-switch.js'
import type { KillSwitchReport } from '../stage/oauth/kill-switch.js'
import { openStage } from '../stage/oauth/stage.js'
import type { Stage } from '../stage/oauth/stage.js'
import { nightConfig } from './guard-config.js'
import { playNight, sendLines } from './night.js'
import type { DemoPacks } from './packs.js'
import { until } from './until.js'

/** What one night came to. */
export interface NightResult {
  readonly incident?: Incident
  readonly alerts: readonly Alert[]
  readonly story: readonly StoryLine[]
  readonly intents: readonly IntentView[]
  readonly report?: KillSwitchReport
  /** Rules in force before and after the upgrade, where there was one. */
  readonly rules: readonly number[]
  /** The agent's reads after access was given back. */
  readonly restored: boolean
}

/** What is done in one night, with a guard and a stage of its own. */
export interface NightPlan {
  readonly name: 'night' | 'approval' | 'twin'
  readonly packs: DemoPacks
  readonly folder: string
  readonly onStep: (text: string) => void
}

/** Opens a stage and a guard, plays the raw inputs, lets the agent loose, and follows what comes of it. */
export async function playGuard(plan: NightPlan): Promise<NightResult> {
  const { name, packs } = plan
  const folder = await mkdtemp(join(plan.folder, `${name}-`))
  let deliver: (source: string, line: string) => void = () => undefined
  const stage = await openStage({
    told: (source, line) => {
      deliver(source, line)
    },
  })
  const secretName = `CLAWBACK_DEMO_SECRET_${name.toUpperCase()}`
  process.env[secretName] = stage.oauth.clients.guard.secret
  const config = join(folder, 'guard.yaml')
  const yaml = nightConfig(stage, {
    state: join(folder, 'state'),
    pack: packs.first.path,
    key: packs.key,
    secret: `env:${secretName}`,
    declared: name === 'twin',
    approval: name === 'approval',
  })
  await writeFile(config, yaml)
  const guard = createGuard(await readGuardConfig(config))
  const address = await guard.start()
  let failed: unknown
  deliver = (source, line) => {
    sendLines(address, source, line).catch((error: unknown) => (failed ??= error))
  }
  try {
    const result = await follow(plan, stage, address, guardClient(address.control))
    if (failed !== undefined) throw failed instanceof Error ? failed : new Error('a log line was not taken')
    return result
  } finally {
    deliver = () => undefined
    await guard.stop()
    await stage.close()
    Reflect.deleteProperty(process.env, secretName)
  }
}

async function follow(
  plan: NightPlan,
  stage: Stage,
  address: GuardAddress,
  client: GuardClient,
): Promise<NightResult> {
  const human = await stage.signIn('human')
  const { stamp } = await playNight(address)
  const agent = await stage.startAgent({ stamp, rows: 400 })
  await agent.next(read(200))
  if (plan.name === 'twin') return await quiet(agent, client)
  plan.onStep('waiting for the guard to see the chain')
  if (plan.name === 'approval') await approve(agent, client)
  const intents = await until(() => client.intents(), reached, 'the revocation to be proven effective')
  const [incident] = await client.incidents()
  const times = intents.find(({ operation }) => operation === 'revoke')?.times ?? {}
  const id = incident?.id ?? ''
  const { alerts } = await client.incident(id)
  const report = await witnessKillSwitch({
    agent,
    eventAt: decidingEvent(alerts),
    times,
    human: () => stage.read(human.access),
  })
  const before = await ruleCount(client)
  await client.loadPack(await readFile(plan.packs.second.path))
  const after = await ruleCount(client)
  const story = await client.story(id)
  await client.restore(id, 'bob')
  await agent.next(read(200))
  return {
    ...(incident === undefined ? {} : { incident }),
    alerts,
    story,
    intents: await client.intents(),
    report,
    rules: [before, after],
    restored: true,
  }
}

/** The declared night: the agent reads as much, and nothing is said. */
async function quiet(agent: Agent, client: GuardClient): Promise<NightResult> {
  for (let reads = 0; reads < 12; reads++) await agent.next(read(200))
  const incidents = await client.incidents()
  const alerts = (await Promise.all(incidents.map(({ id }) => client.incident(id)))).flatMap(
    (one) => one.alerts,
  )
  return { alerts, story: [], intents: await client.intents(), rules: [], restored: false }
}

/** While a person is asked, nothing is taken; then the person agrees on the command line. */
async function approve(agent: Agent, client: GuardClient): Promise<void> {
  const waiting = await until(
    () => client.approvals(),
    (found) => found.length > 0,
    'an approval to be asked for',
  )
  await agent.next(read(200))
  const id = waiting[0]?.id ?? ''
  const { state } = await client.decide(id, 'approve', 'bob')
  if (state !== 'approved') throw new ClawbackError('INTERNAL', { detail: `the approval became ${state}` })
}

/** When the event happened after which the first alert asked for the credential: as the audit log wrote it. */
function decidingEvent(alerts: readonly Alert[]): number {
  const asking = alerts.filter(({ response }) => response >= 3).map(({ time }) => Date.parse(time))
  return Math.min(...asking)
}

function reached(intents: readonly IntentView[]): boolean {
  const revokes = intents.filter(({ operation }) => operation === 'revoke')
  return revokes.length > 0 && revokes.every(({ state }) => state === 'effective' || state === 'done')
}

function read(status: number): Parameters<Agent['next']>[0] {
  return (report) => report.did === 'read' && report.status === status
}

async function ruleCount(client: GuardClient): Promise<number> {
  const packs = await client.packs()
  return packs.reduce((sum, { rules }) => sum + rules, 0)
}
