/**
 * The agent of the stage, as a process of its own. It is told who it works for and then does not stop: it reads
 * records, and when it is refused it tries to get back in by every way it knows (refresh token, signing in again).
 * Nobody has to stop it for it to lose its access. What it does it tells its parent, call by call.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { AgentOrders, AgentReport } from './agent.js'
import { postForm } from './form.js'

process.once('message', (orders: AgentOrders) => {
  work(orders).catch((error: unknown) => {
    process.stderr.write(`agent: ${error instanceof Error ? error.name : 'failed'}\n`)
    process.exit(1)
  })
})
process.once('disconnect', () => process.exit(0))

async function work(orders: AgentOrders): Promise<never> {
  let { access, refresh } = orders.tokens
  for (;;) {
    if (access === '') {
      const got = await getBackIn(orders, refresh)
      access = got.access
      refresh = got.refresh
    }
    if (access !== '') {
      const status = await read(orders, access)
      if (status === 401) access = ''
    }
    await pause(orders.everyMs)
  }
}

async function read({ records, table, rows, stamp }: AgentOrders, access: string): Promise<number> {
  const started = Date.now()
  const response = await fetch(`${records}/records/${table}?limit=${rows}`, {
    headers: { authorization: `Bearer ${access}`, 'application-name': stamp },
  })
  const body = (await response.json()) as { readonly rows?: readonly unknown[] }
  tell({ did: 'read', status: response.status, rows: body.rows?.length ?? 0, started, ended: Date.now() })
  return response.status
}

async function getBackIn(orders: AgentOrders, refresh: string): Promise<{ access: string; refresh: string }> {
  const ways: Readonly<Record<string, string>>[] = [
    { grant_type: 'refresh_token', refresh_token: refresh },
    { grant_type: orders.signInGrant, login_hint: orders.account },
  ]
  for (const way of ways) {
    const started = Date.now()
    const { status, body } = await postForm(`${orders.issuer}/token`, orders.client, way)
    const did = way['grant_type'] === 'refresh_token' ? 'refresh' : 'sign-in'
    tell({ did, status, rows: 0, started, ended: Date.now() })
    if (status === 200)
      return { access: String(body['access_token']), refresh: String(body['refresh_token']) }
  }
  return { access: '', refresh }
}

function tell(report: AgentReport): void {
  process.send?.(report)
}
