/** The part of npm `oidc-provider` 9 that the stage uses; the package ships no types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  export interface Client {
    readonly clientId: string
    readonly clientName?: string
  }

  export interface StoredModel {
    readonly kind: string
    readonly clientId: string
    readonly accountId?: string
    readonly grantId?: string
    readonly scope?: string
    readonly exp: number
  }

  export interface Context {
    readonly ip: string
    body: unknown
    status: number
    get(header: string): string
    readonly oidc: {
      readonly client: Client
      readonly params: Readonly<Record<string, string | undefined>>
      readonly entities: Readonly<{ AccessToken?: StoredModel; Account?: { readonly accountId: string } }>
      entity(name: string, value: unknown): void
    }
  }

  export interface Saved {
    readonly expiration: number
    save(): Promise<string>
  }

  export interface Grant extends Saved {
    addOIDCScope(scope: string): void
  }

  export interface Adapter {
    upsert(id: string, payload: Record<string, unknown>, expiresIn?: number): Promise<void>
    find(id: string): Promise<Record<string, unknown> | undefined>
    findByUid(uid: string): Promise<Record<string, unknown> | undefined>
    findByUserCode(code: string): Promise<Record<string, unknown> | undefined>
    consume(id: string): Promise<void>
    destroy(id: string): Promise<void>
    revokeByGrantId(grantId: string): Promise<void>
  }

  export default class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>)
    readonly issuer: string
    readonly Grant: new (values: Record<string, unknown>) => Grant
    readonly AccessToken: new (values: Record<string, unknown>) => Saved
    readonly RefreshToken: new (values: Record<string, unknown>) => Saved
    readonly ClientCredentials: {
      find(value: string): Promise<(StoredModel & { readonly isValid: boolean }) | undefined>
    }
    callback(this: Provider): (request: IncomingMessage, response: ServerResponse) => Promise<void>
    on(event: 'grant.success', listener: (context: Context) => void): this
    registerGrantType(
      name: string,
      handler: (context: Context) => Promise<void>,
      parameters: readonly string[],
    ): void
  }

  export type OAuthErrors = Readonly<
    Record<'AccessDenied' | 'InvalidRequest', new (description: string) => Error & { readonly error: string }>
  >
  export const errors: OAuthErrors
}
