import type { Agent } from '../oauth/agent.js'
import type { Stage, Tokens } from '../oauth/stage.js'
import type { Actors } from './scenario.js'

/** The agent of a real stage, with the tokens it signed in with. */
export function stageActors(stage: Stage, tokens: Tokens, started: (agent: Agent) => void): Actors {
  return {
    read: async ({ table, rows, stamp, traceparent }) => {
      const response = await fetch(`${stage.records.url}/records/${table}?limit=${rows}`, {
        headers: { authorization: `Bearer ${tokens.access}`, 'application-name': stamp, traceparent },
      })
      const body = (await response.json()) as { readonly rows?: readonly unknown[] }
      return { status: response.status, rows: body.rows?.length ?? 0 }
    },
    loose: async ({ stamp, rows, everyMs }) =>
      started(await stage.startAgent({ stamp, rows, everyMs, tokens })),
  }
}
