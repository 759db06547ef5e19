import { execFile } from 'node:child_process'
import { mkdtemp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ClawbackError } from '@clawback/model'
import type { Alert, Incident } from '@clawback/model'
import type { GuardClient, IntentView, StoryLine } from '@clawback/guard'
import type { Agent } from '../stage/oauth/agent.js'
import { witnessKillSwitch } from '../stage/oauth/kill-switch.js'
import type { KillSwitchReport } from '../stage/oauth/kill-switch.js'
import { openPerformance } from '../stage/scenario/perform.js'
import type { Performance } from '../stage/scenario/perform.js'
import { stageResponse } from '../stage/scenario/response.js'
import { checkout } from './inputs.js'
import type { DemoPacks } from './packs.js'
import { until } from './until.js'

/** What one night came to. */
export interface NightResult {
  readonly incident?: Incident
  readonly alerts: readonly Alert[]
  readonly story: readonly StoryLine[]
  readonly intents: readonly IntentView[]
  readonly report?: KillSwitchReport
  /** Rules in force before and after the upgrade. */
  readonly rules: readonly number[]
  /** Access came back after restore: a new sign-in of the agent reads again. */
  readonly restored: boolean
}

export interface NightPlan {
  /** `twin` is the same night, declared: it must stay quiet. */
  readonly name: 'night' | 'approval' | 'twin'
  readonly packs: DemoPacks
  readonly folder: string
  readonly onStep: (text: string) => void
}

/** Opens a stage and a guard with the first pack, plays the raw inputs of GS-1, and follows what comes of it. */
export async function playGuard({ name, packs, folder, onStep }: NightPlan): Promise<NightResult> {
  const own = await mkdtemp(join(folder, `${name}-`))
  const scene = await openPerformance({
    scenario: join(checkout(), 'datasets/scenarios', name === 'twin' ? 'gs-1-benign' : 'gs-1'),
    folder: own,
    pack: { path: packs.first.path, key: packs.key },
    live: true,
    response: async (stage) =>
      stage === undefined ? '' : await stageResponse(stage, own, { approval: name === 'approval' }),
  })
  try {
    await scene.play()
    if (name === 'twin') return await quiet(scene.client)
    onStep('waiting for access to be taken back, and for the proof of it')
    if (name === 'approval') await approve(scene)
    return await aftermath(scene, packs)
  } finally {
    await scene.close()
  }
}

/** The declared night: nothing is said, nothing is taken. */
async function quiet(client: GuardClient): Promise<NightResult> {
  const incidents = await client.incidents()
  const alerts = (await Promise.all(incidents.map(({ id }) => client.incident(id)))).flatMap(
    (one) => one.alerts,
  )
  return { alerts, story: [], intents: await client.intents(), rules: [], restored: false }
}

/** While a person is asked, nothing is taken; then the person agrees, on the command line. */
async function approve({ client, address, stage, tokens }: Performance): Promise<void> {
  const waiting = await until(
    () => client.approvals(),
    (found) => found.length > 0,
    'an approval to be asked for',
  )
  const before = await stage?.read(tokens?.agent.access ?? '')
  if (before !== 200)
    throw new ClawbackError('INTERNAL', { detail: `access was gone (${before ?? 0}) before anybody agreed` })
  const words = [
    'guard',
    'approve',
    waiting[0]?.id ?? '',
    '--socket',
    address.control,
    '--by',
    'bob@example.test',
  ]
  await promisify(execFile)(process.execPath, [join(checkout(), 'cli/bin/clawback.js'), ...words])
}

/** Proof, story, pack upgrade, restore. */
async function aftermath(scene: Performance, packs: DemoPacks): Promise<NightResult> {
  const { client, stage, tokens } = scene
  const agent = scene.agent()
  if (stage === undefined || tokens === undefined || agent === undefined)
    throw new ClawbackError('INTERNAL', { detail: 'the scenario let no agent loose' })
  const intents = await until(() => client.intents(), proven, 'the revocation to be proven effective')
  const [incident] = await client.incidents()
  const id = incident?.id ?? ''
  const { alerts } = await client.incident(id)
  const report = await witnessKillSwitch({
    agent,
    eventAt: decidingEvent(alerts),
    times: intents.find(({ operation }) => operation === 'revoke')?.times ?? {},
    human: () => stage.read(tokens.human.access),
  })
  const rules = [await ruleCount(client)]
  await client.loadPack(await readFile(packs.second.path))
  rules.push(await ruleCount(client))
  const story = await client.story(id)
  await client.restore(id, 'bob@example.test')
  const restored = await comesBack(agent)
  return {
    ...(incident === undefined ? {} : { incident }),
    alerts,
    story,
    intents: await client.intents(),
    report,
    rules,
    restored,
  }
}

/** When the event happened after which an alert first asked for the credential: as the audit log wrote it. */
function decidingEvent(alerts: readonly Alert[]): number {
  return Math.min(...alerts.filter(({ response }) => response >= 3).map(({ time }) => Date.parse(time)))
}

function proven(intents: readonly IntentView[]): boolean {
  const revokes = intents.filter(({ operation }) => operation === 'revoke')
  return revokes.length > 0 && revokes.every(({ state }) => state === 'effective' || state === 'done')
}

async function comesBack(agent: Agent): Promise<boolean> {
  const { status } = await agent.next(({ did, status }) => did === 'read' && status === 200)
  return status === 200
}

async function ruleCount(client: GuardClient): Promise<number> {
  return (await client.packs()).reduce((sum, { rules }) => sum + rules, 0)
}
