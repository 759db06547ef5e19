import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { RevocationIntent } from '@clawback/model'
import { expect, test } from 'vitest'
import { tokenDigest } from '../../cli/stage/oauth/log.js'
import { openStage } from '../../cli/stage/oauth/stage.js'
import type { CredentialVault } from '../../guard/ports.js'
import { createOAuthClient } from '../../guard/response/hooks/oauth-client.js'
import { createOAuthHook } from '../../guard/response/hooks/oauth.js'
import { createProcessHook, instanceVariable, machineProcesses } from '../../guard/response/hooks/process.js'
import { createSecret } from '../../guard/response/hooks/secret.js'
import { createWebhookHook, signatureOf } from '../../guard/response/hooks/webhook.js'
import { openFaultProxy } from '../tools/fault-proxy.js'
import { hookContract } from './hook.js'
import type { HookScene } from './hook.js'

/** A vault that holds what it is given, by digest. */
function vaultOf(...tokens: readonly string[]): CredentialVault {
  const held = new Map(tokens.map((token) => [tokenDigest(token), token]))
  return {
    seal: (token) => {
      held.set(tokenDigest(token), token)
      return tokenDigest(token)
    },
    use: async (id, work) => {
      const token = held.get(id)
      return token === undefined ? undefined : work(token)
    },
  }
}

/** The OAuth hook against npm `oidc-provider`, the network between them at the test's mercy. */
async function oauthScene(of: 'grant' | 'credential' | 'client', sealed: boolean): Promise<HookScene> {
  const stage = await openStage()
  const proxy = await openFaultProxy(stage.oauth.url)
  const { guard } = stage.oauth.clients
  const human = await stage.signIn('human')
  const agent = await stage.signIn('agent')
  const grant = stage.oauth.shelf.grants().find(({ client }) => client === stage.oauth.clients.agent.id)!.id
  const credential = tokenDigest(agent.access)
  const client = createOAuthClient({
    endpoints: {
      issuer: stage.oauth.url,
      token: `${proxy.url}/token`,
      revocation: `${proxy.url}/token/revocation`,
      introspection: `${proxy.url}/token/introspection`,
      admin: `${proxy.url}/admin`,
    },
    client: { id: guard.id, secret: createSecret(guard.secret), scope: 'grants:manage' },
  })
  const id = { grant, credential, client: stage.oauth.clients.agent.id }[of]
  const vault = vaultOf(...(sealed ? [agent.access] : []))
  return {
    hook: createOAuthHook({ name: 'idp', issuer: stage.oauth.url, client, vault }),
    subject: { type: of, id, related: { credential, grant } },
    hasAccess: async () => (await stage.read(agent.access)) === 200,
    canReturn: async () => (await stage.read((await stage.signIn('agent')).access)) === 200,
    bystanderHasAccess: async () => (await stage.read(human.access)) === 200,
    spoil: (fault) =>
      proxy.fault(
        (method, path) => ['DELETE', 'PATCH'].includes(method) || path === '/token/revocation',
        fault,
      ),
    secrets: [agent.access, agent.refresh, human.access, guard.secret],
    close: async () => {
      await proxy.close()
      await stage.close()
    },
  }
}

hookContract('oauth, a grant', () => oauthScene('grant', false))
hookContract('oauth, a grant whose token is held', () => oauthScene('grant', true))
hookContract('oauth, a token (RFC 7009)', () => oauthScene('credential', true))
hookContract('oauth, a client', () => oauthScene('client', false))

/** A receiver that checks signatures, takes access once per idempotency key, and can be probed. */
async function webhookScene(): Promise<HookScene> {
  const secret = createSecret('webhook-signing-secret')
  let access = true
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const body = Buffer.concat(chunks).toString('utf8')
      const [, time = '', given] =
        /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(request.headers['clawback-signature'])) ?? []
      if (given !== signatureOf(secret, Number(time), body)) return void response.writeHead(401).end()
      const { operation, of } = JSON.parse(body) as { operation: string; of?: string }
      if (operation !== 'verify') access = operation === 'restore'
      response.end(JSON.stringify({ outcome: access === (of === 'restore') ? 'effective' : 'not_effective' }))
    }
    void answer()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const proxy = await openFaultProxy(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const options = {
    name: 'hook',
    url: proxy.url,
    secret,
    subjects: ['client'],
    probes: true,
    now: Date.now,
  } as const
  return {
    hook: createWebhookHook(options),
    subject: { type: 'client', id: 'agent' },
    hasAccess: () => Promise.resolve(access),
    canReturn: () => Promise.resolve(access),
    bystanderHasAccess: () => Promise.resolve(true),
    spoil: (fault) => proxy.fault(() => true, fault),
    secrets: ['webhook-signing-secret'],
    close: async () => {
      await proxy.close()
      server.close()
    },
  }
}

hookContract('webhook', webhookScene, {
  bystander: 'who is hit is up to the receiver',
})

/** Two processes on this machine, one of them marked. */
async function processScene(): Promise<HookScene> {
  const start = async (instance: string): Promise<ChildProcess> => {
    const child = spawn('sleep', ['600'], {
      env: { ...process.env, [instanceVariable]: instance },
      stdio: 'ignore',
    })
    await once(child, 'spawn')
    return child
  }
  const alive = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null
  const [agent, other] = [await start(`agent-${process.pid}`), await start(`other-${process.pid}`)]
  const started = [agent, other]
  return {
    hook: createProcessHook('process', machineProcesses),
    subject: { type: 'session', id: `agent-${process.pid}` },
    hasAccess: () => Promise.resolve(alive(agent)),
    canReturn: async () => {
      started.push(await start(`agent-${process.pid}`))
      return alive(started.at(-1)!)
    },
    bystanderHasAccess: () => Promise.resolve(alive(other)),
    secrets: [],
    close: async () => {
      for (const child of started) {
        if (!alive(child)) continue
        child.kill('SIGKILL')
        await once(child, 'exit')
      }
    },
  }
}

hookContract('process', processScene, {
  overload: 'the machine is not asked over a network',
  hang: 'the machine is not asked over a network',
})

test('a revocation that RFC 7009 answers with 200 is not called effective when the token lives on', async () => {
  const scene = await oauthScene('credential', true)
  scene.spoil!({ do: 'answer', status: 200 })
  const intent = { id: 'i', operation: 'revoke', subject: scene.subject } as RevocationIntent
  expect((await scene.hook.revoke(intent, AbortSignal.timeout(5_000))).outcome).toBe('accepted')
  expect((await scene.hook.verify(intent, undefined, AbortSignal.timeout(5_000))).outcome).toBe(
    'not_effective',
  )
  await scene.close()
})
