import type { Receipt, RevocationIntent } from '@clawback/model'
import type { CredentialVault } from '../../ports.js'
import type { Hook } from '../hook.js'
import { outcomeOf, receiptOf, retryAfter } from './answer.js'
import type { OAuthClient } from './oauth-client.js'

export interface OAuthHookOptions {
  readonly name: string
  readonly issuer: string
  readonly client: OAuthClient
  readonly vault: CredentialVault
}

/**
 * Takes access back at an OAuth 2 provider, by what attribution knows:
 * - a grant: `DELETE {admin}/grants/{id}`, which takes every token on it, refresh tokens too, and the person's consent;
 * - a token held in the vault: RFC 7009;
 * - a client: `PATCH {admin}/clients/{id} {enabled: false}`.
 *
 * RFC 7009 answers 200 to anything, so nothing is effective until a probe shows it: introspection (RFC 7662) says
 * `active: false`, and the grant or client is seen to be gone. A revoked token cannot come back; restore lifts what
 * stands in the way of a new one (the consent, the client).
 */
export function createOAuthHook({ name, issuer, client, vault }: OAuthHookOptions): Hook {
  const receipt = (
    intent: RevocationIntent,
    operation: Receipt['operation'],
    outcome: Receipt['outcome'],
    detail: string,
  ) => receiptOf(name, intent, operation, outcome, detail)
  const answered = async (
    intent: RevocationIntent,
    operation: Receipt['operation'],
    response: Response,
    goneIsDone = false,
  ): Promise<Receipt> => {
    await response.body?.cancel()
    const { status, headers } = response
    const outcome = goneIsDone && status === 404 ? 'accepted' : outcomeOf(status)
    return receiptOf(
      name,
      intent,
      operation,
      outcome,
      `${operation}: HTTP ${status}`,
      retryAfter(headers, Date.now()),
    )
  }

  const credentialOf = ({ subject }: RevocationIntent): string =>
    subject.type === 'credential' ? subject.id : (subject.related?.credential ?? '')

  const revokeToken = async (intent: RevocationIntent, signal: AbortSignal): Promise<Receipt> => {
    if (!client.can.revoke)
      return receipt(intent, 'revoke', 'refused', 'no revocation endpoint is configured')
    const response = await vault.use(credentialOf(intent), (token) => client.revoke(token, signal))
    return response
      ? answered(intent, 'revoke', response)
      : receipt(intent, 'revoke', 'refused', 'the token is not held, and no grant is known')
  }

  /** Whether each thing that can be looked at is (still) there. */
  const sights = async (intent: RevocationIntent, signal: AbortSignal): Promise<Sight[]> => {
    const { type, id } = intent.subject
    const seen: Sight[] = []
    if (client.can.introspect && type !== 'client') {
      const active = await vault.use(credentialOf(intent), (token) => client.active(token, signal))
      if (active !== undefined) seen.push({ what: 'introspection', there: active })
    }
    if (client.can.administer && (type === 'grant' || type === 'client')) {
      const response = await client.administer('GET', [`${type}s`, id], undefined, signal)
      const there = await presence(response, type)
      if (there !== undefined) seen.push({ what: type, there })
    }
    return seen
  }

  const verifyRevoked = async (intent: RevocationIntent, signal: AbortSignal): Promise<Receipt> => {
    const seen = await sights(intent, signal)
    const outcome =
      seen.length === 0 ? 'unknown' : seen.some(({ there }) => there) ? 'not_effective' : 'effective'
    const detail = seen.map(({ what, there }) => `${what}: ${there ? 'still active' : 'gone'}`).join(', ')
    return receipt(intent, 'verify', outcome, detail === '' ? 'nothing to probe with' : detail)
  }

  return {
    provider: name,
    subjects: ['grant', 'credential', 'client'],
    issuer,

    prepare: async (intent, signal) => {
      if (intent.subject.type !== 'grant' || !client.can.administer) return undefined
      const response = await client.administer('GET', ['grants', intent.subject.id], undefined, signal)
      const grant = consentOf(response.status === 200 ? await response.json() : undefined)
      return grant && JSON.stringify(grant)
    },

    revoke: async (intent, signal) => {
      const { type, id } = intent.subject
      if (type === 'client') {
        if (!client.can.administer)
          return receipt(intent, 'revoke', 'refused', 'no admin endpoint is configured')
        return answered(
          intent,
          'revoke',
          await client.administer('PATCH', ['clients', id], { enabled: false }, signal),
        )
      }
      if (type === 'grant' && client.can.administer)
        return answered(
          intent,
          'revoke',
          await client.administer('DELETE', ['grants', id], undefined, signal),
          true,
        )
      return revokeToken(intent, signal)
    },

    verify: async (intent, undo, signal) => {
      if (intent.operation === 'revoke') return verifyRevoked(intent, signal)
      const { type, id } = intent.subject
      if (type === 'credential') return receipt(intent, 'verify', 'effective', nothingStands)
      const consent = type === 'grant' ? consentOf(parsed(undo)) : undefined
      if (type === 'grant' && !consent)
        return receipt(intent, 'verify', 'unknown', 'what was taken is not known')
      const path = consent ? ['consents', consent.client, consent.account] : ['clients', id]
      const there = await presence(await client.administer('GET', path, undefined, signal), type)
      if (there === undefined) return receipt(intent, 'verify', 'unknown', 'could not be looked at')
      return receipt(
        intent,
        'verify',
        there ? 'effective' : 'not_effective',
        `${path[0] ?? ''}: ${there ? 'stand' : 'gone'}`,
      )
    },

    restore: async (intent, undo, signal) => {
      const { type, id } = intent.subject
      if (type === 'credential') return receipt(intent, 'restore', 'accepted', nothingStands)
      if (type === 'client')
        return answered(
          intent,
          'restore',
          await client.administer('PATCH', ['clients', id], { enabled: true }, signal),
        )
      const consent = consentOf(parsed(undo))
      if (!consent)
        return receipt(
          intent,
          'restore',
          'refused',
          'what was taken is not known, so it cannot be given back',
        )
      const path = ['consents', consent.client, consent.account]
      return answered(
        intent,
        'restore',
        await client.administer('PUT', path, { scope: consent.scope }, signal),
      )
    },
  }
}

interface Sight {
  readonly what: string
  readonly there: boolean
}

const nothingStands = 'a revoked token cannot come back; nothing stands in the way of a new one'

/** What undoing a grant needs: who had allowed whom what. */
interface Consent {
  readonly client: string
  readonly account: string
  readonly scope: string
}

function consentOf(value: unknown): Consent | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { client, account, scope } = value as Partial<Record<keyof Consent, unknown>>
  if (typeof client !== 'string' || typeof account !== 'string' || typeof scope !== 'string') return undefined
  return { client, account, scope }
}

function parsed(undo: string | undefined): unknown {
  try {
    return undo === undefined ? undefined : JSON.parse(undo)
  } catch {
    return undefined
  }
}

/** Whether an object of the administration is there and not disabled; undefined when the answer does not tell. */
async function presence(response: Response, type: string): Promise<boolean | undefined> {
  if (response.status === 200) {
    const body = (await response.json()) as { readonly enabled?: unknown }
    return type === 'client' ? body.enabled !== false : true
  }
  await response.body?.cancel()
  return response.status === 404 ? false : undefined
}
