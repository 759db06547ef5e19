import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { createGuard, guardClient, parseGuardConfig } from '@clawback/guard'
import type { Guard, GuardAddress, GuardClient } from '@clawback/guard'
import type { TrustedKey } from '@clawback/model'
import type { Agent } from '../oauth/agent.js'
import { openStage } from '../oauth/stage.js'
import type { Stage, Tokens } from '../oauth/stage.js'
import { stageActors } from './actors.js'
import { createShipper } from './post.js'
import { playScenario, readScenario } from './scenario.js'
import type { Played } from './scenario.js'
import { createValues } from './values.js'
import type { Values } from './values.js'

/** A scenario with a running guard before it, and in the live form a real OAuth server, records and an agent process. */
export interface Performance {
  readonly guard: Guard
  readonly client: GuardClient
  readonly address: GuardAddress
  readonly values: Values
  /** The rest is there in the live form only. */
  readonly stage?: Stage
  readonly tokens?: { readonly human: Tokens; readonly agent: Tokens }
  /** The agent process, once the scenario let it loose. */
  agent(): Agent | undefined
  play(): Promise<readonly Played[]>
  close(): Promise<void>
}

export interface PerformOptions {
  /** Folder of the scenario. */
  readonly scenario: string
  /** Empty folder to work in. */
  readonly folder: string
  readonly pack: { readonly path: string; readonly key: TrustedKey }
  readonly live: boolean
  /** The `response:` block of guard.yaml, as YAML; it may name the endpoints of the stage. */
  readonly response: (stage: Stage | undefined) => string | Promise<string>
  readonly told?: (played: Played) => void
}

/** Opens everything and plays nothing yet. */
export async function openPerformance(options: PerformOptions): Promise<Performance> {
  const { scenario, folder, pack, live, response, told } = options
  const { steps, config } = await readScenario(scenario)
  let ship: (source: string, line: string) => void = () => undefined
  const stage = live ? await openStage({ told: (source, line) => ship(source, line) }) : undefined
  const values = createValues(folder, {
    state: join(folder, 'state'),
    pack: pack.path,
    'key.id': pack.key.keyid,
    'key.public': pack.key.publicKey,
    issuer: stage?.oauth.url ?? 'https://id.example.test',
    records: stage?.records.url ?? 'https://records.example.test',
    grant: 'grant-of-the-scenario',
  })
  let guard: Guard | undefined
  try {
    guard = createGuard(
      parseGuardConfig(join(folder, 'guard.yaml'), values.fill(config) + (await response(stage))),
    )
    const address = await guard.start()
    const shipper = createShipper(address.socket)
    ship = (source, line) => shipper.ship(source, line)
    const tokens =
      stage === undefined
        ? undefined
        : { human: await stage.signIn('human'), agent: await stage.signIn('agent') }
    const token = tokens?.agent.access ?? randomBytes(24).toString('base64url')
    values.set('token', token)
    values.set('token.sha256', createHash('sha256').update(token).digest('hex'))
    let agent: Agent | undefined
    const actors =
      stage === undefined || tokens === undefined
        ? undefined
        : stageActors(stage, tokens.agent, (started) => (agent = started))
    const started = guard
    return {
      guard,
      client: guardClient(address.control),
      address,
      values,
      ...(stage === undefined ? {} : { stage }),
      ...(tokens === undefined ? {} : { tokens }),
      agent: () => agent,
      play: () =>
        playScenario(steps, {
          socket: address.socket,
          values,
          settled: () => shipper.settled(),
          ...(actors === undefined ? {} : { actors }),
          ...(told === undefined ? {} : { told }),
        }),
      close: async () => {
        await stage?.close()
        await shipper.settled().catch(() => undefined)
        await started.stop()
      },
    }
  } catch (error) {
    await guard?.stop()
    await stage?.close()
    throw error
  }
}
