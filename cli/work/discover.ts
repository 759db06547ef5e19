import { discover } from '@clawback/analyzers'
import { safeDisplay } from '@clawback/text'
import { systemClock } from '../clock.js'
import { paint } from '../terminal/paint.js'
import { table } from '../terminal/table.js'

interface DiscoverArguments {
  readonly root: string
  readonly registry: string | undefined
  readonly json: boolean
  readonly failOnShadow: boolean
}

/** Prints the inventory below a root. Exit 1 with --fail-on-shadow when something is not in the registry. */
export async function printDiscovery(given: DiscoverArguments): Promise<number> {
  const { root, registry } = given
  const found = await discover({ root, clock: systemClock, ...(registry === undefined ? {} : { registry }) })
  if (given.json) process.stdout.write(`${JSON.stringify(found)}\n`)
  else {
    process.stdout.write(`${paint('Agents', 'bold')}\n`)
    process.stdout.write(
      `${table(
        ['name', 'client', 'user', 'standing', 'hooks'],
        found.agents.map((agent) => [
          agent.name,
          agent.client,
          agent.user ?? '',
          standing(agent.standing),
          String(agent.hooks.length),
        ]),
      )}\n\n${paint('MCP servers', 'bold')}\n`,
    )
    process.stdout.write(
      `${table(
        ['name', 'standing', 'auth', 'clients', 'locator'],
        found.servers.map((server) => [
          server.name,
          standing(server.standing),
          server.auth,
          [...new Set(server.seen.map(({ client, scope }) => `${client} (${scope})`))].join(', '),
          server.locator ?? '',
        ]),
        72,
      )}\n\n`,
    )
    process.stdout.write(
      `${found.skills.length} skills, ${found.instructions.length} instruction files; nothing was executed\n`,
    )
    for (const gap of found.gaps)
      process.stdout.write(
        `${paint('not looked at', 'yellow')} ${safeDisplay(gap.path ?? '')} ${safeDisplay(gap.detail)}\n`,
      )
  }
  const shadow = [...found.agents, ...found.servers].some((one) => one.standing === 'shadow')
  return given.failOnShadow && shadow ? 1 : 0
}

function standing(found: string | undefined): { text: string; colour: 'red' | 'yellow' | 'green' | 'dim' } {
  const text = found ?? 'no registry'
  if (text === 'shadow') return { text, colour: 'red' }
  if (text === 'sanctioned') return { text, colour: 'green' }
  return { text, colour: text === 'no registry' ? 'dim' : 'yellow' }
}
