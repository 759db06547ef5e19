import type { Adapter } from 'oidc-provider'

type Payload = Record<string, unknown>

/** Where the server keeps everything: in memory, and open to its admin endpoint. */
export interface Shelf {
  /** `adapter` of the provider's configuration. */
  adapterOf(model: string): Adapter
  /** Grants that stand. */
  grants(): Grant[]
  /** Takes a grant and every token that hangs on it; false when there was none. */
  removeGrant(id: string): boolean
  /** A client that is not enabled cannot authenticate, and its tokens are gone. */
  enableClient(id: string, enabled: boolean): boolean
  clientEnabled(id: string): boolean | undefined
}

/** What a person allowed a client. */
export interface Grant {
  readonly id: string
  readonly client: string
  readonly account: string
  readonly scope: string
}

export function createShelf(clients: readonly Readonly<Payload & { client_id: string }>[]): Shelf {
  const models = new Map<string, Map<string, Payload>>()
  const shelfOf = (model: string): Map<string, Payload> => {
    const known = models.get(model) ?? new Map<string, Payload>()
    models.set(model, known)
    return known
  }
  const disabled = new Set<string>()
  for (const client of clients) shelfOf('Client').set(client.client_id, client)

  const removeMembers = (grantId: string): void => {
    for (const [model, kept] of models)
      if (model !== 'Grant')
        for (const [id, payload] of kept) if (payload['grantId'] === grantId) kept.delete(id)
  }
  const alive = (payload: Payload | undefined): Payload | undefined =>
    payload && (typeof payload['exp'] !== 'number' || payload['exp'] * 1_000 > Date.now())
      ? payload
      : undefined
  const grants = (): Grant[] =>
    [...shelfOf('Grant')]
      .filter(([, payload]) => alive(payload))
      .map(([id, payload]) => ({
        id,
        client: String(payload['clientId']),
        account: String(payload['accountId']),
        scope: scopeOf(payload),
      }))
  const removeGrant = (id: string): boolean => {
    removeMembers(id)
    return shelfOf('Grant').delete(id)
  }

  return {
    grants,
    removeGrant,
    enableClient: (id, enabled) => {
      if (!shelfOf('Client').has(id)) return false
      if (enabled) disabled.delete(id)
      else {
        disabled.add(id)
        for (const grant of grants()) if (grant.client === id) removeGrant(grant.id)
      }
      return true
    },
    clientEnabled: (id) => (shelfOf('Client').has(id) ? !disabled.has(id) : undefined),
    adapterOf: (model) => {
      const kept = shelfOf(model)
      const where = (name: string, value: string): Payload | undefined =>
        [...kept.values()].find((payload) => payload[name] === value)
      return {
        upsert: (id, payload) => {
          kept.set(id, payload)
          return Promise.resolve()
        },
        find: (id) => Promise.resolve(model === 'Client' && disabled.has(id) ? undefined : kept.get(id)),
        findByUid: (uid) => Promise.resolve(where('uid', uid)),
        findByUserCode: (code) => Promise.resolve(where('userCode', code)),
        consume: (id) => {
          const payload = kept.get(id)
          if (payload) payload['consumed'] = Math.floor(Date.now() / 1_000)
          return Promise.resolve()
        },
        destroy: (id) => {
          kept.delete(id)
          return Promise.resolve()
        },
        revokeByGrantId: (grantId) => {
          removeMembers(grantId)
          return Promise.resolve()
        },
      }
    },
  }
}

function scopeOf(payload: Payload): string {
  const openid = payload['openid']
  return typeof openid === 'object' && openid !== null && 'scope' in openid ? String(openid.scope) : ''
}
