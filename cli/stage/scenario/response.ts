import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Stage } from '../oauth/stage.js'

/**
 * The `response:` block of a guard that may take access back at the stage's OAuth server. The client secret goes into a
 * file of mode 0600 in `folder`. With `approval`, a person must agree to every revocation first.
 */
export async function stageResponse(
  { oauth }: Stage,
  folder: string,
  { approval = false }: { readonly approval?: boolean } = {},
): Promise<string> {
  const secret = join(folder, 'guard-client.secret')
  await writeFile(secret, oauth.clients.guard.secret, { mode: 0o600 })
  const policies = approval
    ? `  policies:
    - { id: ask-first, entries: [{ rules: [agent-data-off-hours-pull], level: 3, approval: true }] }
`
    : ''
  return `response:
  mode: enforce
${policies}  hooks:
    - type: oauth
      issuer: '${oauth.url}'
      token: '${oauth.url}/token'
      revocation: '${oauth.url}/token/revocation'
      introspection: '${oauth.url}/token/introspection'
      admin: '${oauth.url}/admin'
      client: { id: '${oauth.clients.guard.id}', secret: 'file:${secret}', scope: 'grants:manage' }
`
}
