import { ClawbackError } from '@clawback/model'
import type { CredentialVault } from '../../ports.js'
import type { Hook } from '../hook.js'
import type { HookSettings } from '../settings.js'
import { readSecret } from './secret.js'

/** Makes the hooks that the settings name, in their order. What a hook needs is loaded only when one is there. */
export async function openHooks(
  settings: readonly HookSettings[],
  vault: CredentialVault,
  now: () => number,
): Promise<ReadonlyMap<string, Hook>> {
  const hooks = new Map<string, Hook>()
  for (const each of settings) hooks.set(each.name, await openHook(each, vault, now))
  return hooks
}

async function openHook(settings: HookSettings, vault: CredentialVault, now: () => number): Promise<Hook> {
  switch (settings.type) {
    case 'oauth': {
      const [{ createOAuthClient }, { createOAuthHook }] = await Promise.all([
        import('./oauth-client.js'),
        import('./oauth.js'),
      ])
      const { name, endpoints, client, where } = settings
      const secret = await readSecret(client.secret, `${where}.client.secret`)
      const oauth = createOAuthClient({ endpoints, client: { ...client, secret } })
      return createOAuthHook({ name, issuer: endpoints.issuer, client: oauth, vault })
    }
    case 'webhook': {
      const { createWebhookHook } = await import('./webhook.js')
      const secret = await readSecret(settings.secret, `${settings.where}.secret`)
      return createWebhookHook({ ...settings, secret, now })
    }
    case 'process': {
      if (process.platform !== 'linux')
        throw new ClawbackError('INPUT_MALFORMED', {
          where: settings.where,
          detail: 'processes can be stopped on Linux only',
          mend: 'Take this hook out of the settings.',
        })
      const { createProcessHook, machineProcesses } = await import('./process.js')
      return createProcessHook(settings.name, machineProcesses)
    }
  }
}
