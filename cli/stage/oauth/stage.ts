import { join } from 'node:path'
import { ClawbackError } from '@clawback/model'
import { startAgent } from './agent.js'
import type { Agent } from './agent.js'
import { postForm } from './form.js'
import { createRawLog } from './log.js'
import type { RawLog } from './log.js'
import { openRecords } from './records.js'
import type { Listening } from './http.js'
import { openOAuthServer } from './server.js'
import type { OAuthServer } from './server.js'
import { signInGrant } from './sign-in.js'

/** A person, an agent that works for her, an OAuth server, and the production records both may read. */
export interface Stage {
  readonly oauth: OAuthServer
  readonly records: Listening
  /** Sign-ins and tokens, as the identity provider logs them. */
  readonly idpLog: RawLog
  /** Calls, as the records service logs them. */
  readonly recordsLog: RawLog
  /** Signs alice in with her own app, or her agent for her. Rejects when she has not consented (any more). */
  signIn(who: 'human' | 'agent'): Promise<Tokens>
  /** What the records service answers to a token. */
  read(token: string, rows?: number): Promise<number>
  /** Lets the agent loose, with the tokens given or its own for alice; every call carries `stamp`. */
  startAgent(options: {
    readonly stamp: string
    readonly tokens?: Tokens
    readonly rows?: number
    readonly everyMs?: number
  }): Promise<Agent>
  close(): Promise<void>
}

export interface Tokens {
  readonly access: string
  readonly refresh: string
}

export interface StageOptions {
  /** Folder for `idp.ndjson` and `records.ndjson`; without it the logs stay in memory. */
  readonly folder?: string
  /** Hears each raw log line as it is written. */
  readonly told?: (source: 'idp' | 'records', line: string) => void
}

const alice = { id: 'alice', email: 'alice@example.test', name: 'Alice Example' }
const scope = 'records:read'

/** Opens the stage on loopback: the place where a kill switch can be seen to work, or not. */
export async function openStage({ folder, told }: StageOptions = {}): Promise<Stage> {
  const logFor = (source: 'idp' | 'records'): RawLog =>
    createRawLog(folder === undefined ? undefined : join(folder, `${source}.ndjson`), (line) =>
      told?.(source, line),
    )
  const idpLog = logFor('idp')
  const recordsLog = logFor('records')
  const oauth = await openOAuthServer({ accounts: [alice], log: idpLog })
  const records = await openRecords(oauth.url, oauth.clients.records, recordsLog)
  oauth.consents.give(alice.id, oauth.clients.human.id, scope)
  oauth.consents.give(alice.id, oauth.clients.agent.id, scope)
  const agents: Agent[] = []

  const signIn = async (who: 'human' | 'agent'): Promise<Tokens> => {
    const fields = { grant_type: signInGrant, login_hint: alice.id }
    const { status, body } = await postForm(`${oauth.url}/token`, oauth.clients[who], fields)
    if (status !== 200)
      throw new ClawbackError('INTERNAL', { detail: `the stage refused a sign-in: ${String(body['error'])}` })
    return { access: String(body['access_token']), refresh: String(body['refresh_token']) }
  }

  return {
    oauth,
    records,
    idpLog,
    recordsLog,
    signIn,
    read: async (token, rows = 1) => {
      const headers = { authorization: `Bearer ${token}`, 'application-name': 'records-app' }
      return (await fetch(`${records.url}/records/customers?limit=${rows}`, { headers })).status
    },
    startAgent: async ({ stamp, tokens, rows = 500, everyMs = 20 }) => {
      const agent = await startAgent({
        issuer: oauth.url,
        records: records.url,
        table: 'customers',
        rows,
        everyMs,
        client: oauth.clients.agent,
        account: alice.id,
        signInGrant,
        tokens: tokens ?? (await signIn('agent')),
        stamp,
      })
      agents.push(agent)
      return agent
    },
    close: async () => {
      for (const agent of agents) await agent.stop()
      await records.close()
      await oauth.close()
      await Promise.all([idpLog.flushed(), recordsLog.flushed()])
    },
  }
}
