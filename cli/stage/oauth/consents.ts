/** Which client a person lets act for them, and with what scope. */
export interface Consents {
  give(account: string, client: string, scope: string): void
  withdraw(account: string, client: string): void
  scopeOf(account: string, client: string): string | undefined
}

export function createConsents(): Consents {
  const scopes = new Map<string, string>()
  const key = (account: string, client: string): string => JSON.stringify([account, client])
  return {
    give: (account, client, scope) => void scopes.set(key(account, client), scope),
    withdraw: (account, client) => void scopes.delete(key(account, client)),
    scopeOf: (account, client) => scopes.get(key(account, client)),
  }
}
