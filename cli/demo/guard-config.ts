import { stringify } from 'yaml'
import type { TrustedKey } from '@clawback/model'
import type { Stage } from '../stage/oauth/stage.js'

export interface NightOptions {
  readonly state: string
  readonly pack: string
  readonly key: TrustedKey
  /** Where the guard's own client secret stands: `env:NAME`. */
  readonly secret: string
  /** The same night, declared: on call, with a ticket and a sanctioned server. */
  readonly declared?: boolean
  /** A person must agree before access is taken. */
  readonly approval?: boolean
}

/** The guard.yaml of GS-1: who alice is, what is production, which hook takes access back. No credential is named. */
export function nightConfig(stage: Stage, options: NightOptions): string {
  const now = Date.now()
  const { oauth } = stage
  return stringify({
    state: options.state,
    sources: [
      { name: 'claude-code', connector: 'claude-code', trust: 2, login: 'alice@workstation' },
      { name: 'otel', connector: 'otlp', trust: 1, listen: '127.0.0.1:0' },
      { name: 'idp', connector: 'okta', trust: 3 },
      { name: 'records', connector: 'service-audit', trust: 3 },
    ],
    people: [
      {
        id: 'alice',
        emails: ['alice@example.test'],
        subjects: [`${oauth.url}|alice`],
        logins: ['alice@workstation'],
        zone: zoneWhereItIsTwo(now),
        hours: { from: '08:30', to: '18:30', days: [1, 2, 3, 4, 5] },
      },
    ],
    ...(options.declared === true
      ? {
          on_call: [
            {
              human: 'alice',
              from: new Date(now - 3_600_000).toISOString(),
              to: new Date(now + 3_600_000).toISOString(),
              ticket: 'CHG-1042',
            },
          ],
        }
      : {}),
    resources: [{ match: 'database:customers', env: 'prod', sensitivity: ['pii'] }],
    registry: { mcp_servers: ['tickets', ...(options.declared === true ? ['records-sync'] : [])] },
    packs: [options.pack],
    keys: [
      {
        keyid: options.key.keyid,
        public_key: options.key.publicKey,
        level: options.key.level,
        roles: ['publisher'],
      },
    ],
    response: {
      mode: 'enforce',
      ...(options.approval === true
        ? {
            policies: [
              {
                id: 'operator',
                entries: [{ rules: ['agent-data-off-hours-pull'], level: 3, approval: true }],
              },
            ],
          }
        : {}),
      hooks: [
        {
          type: 'oauth',
          name: 'idp',
          issuer: oauth.url,
          token: `${oauth.url}/token`,
          revocation: `${oauth.url}/token/revocation`,
          introspection: `${oauth.url}/token/introspection`,
          admin: `${oauth.url}/admin`,
          client: { id: oauth.clients.guard.id, secret: options.secret, scope: 'grants:manage' },
        },
      ],
    },
  })
}

/** A zone in which it is past two in the morning now: the scenario is about her night, not about the clock here. */
function zoneWhereItIsTwo(now: number): string {
  const ahead = (2 - new Date(now).getUTCHours() + 24) % 24
  const offset = ahead > 12 ? ahead - 24 : ahead
  // The signs of Etc zones are reversed (POSIX).
  return offset === 0 ? 'UTC' : `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`
}
