import { serverId } from '@clawback/model'
import type { Fact } from '@clawback/model'
import { readServers } from './clients.js'
import type { ServerEntry } from './clients.js'
import type { Data } from './data.js'
import { dependencyFacts, fact } from './reading.js'
import type { ManifestReading } from './reading.js'
import { runnerPackage } from './runner.js'

/** Servers configured by one manifest that are kept. */
const mostServers = 256

/** The MCP servers that a manifest configures: how each is started, its variables, the package it runs. */
export function* serverFacts(reading: ManifestReading, data: Data): Generator<Fact> {
  for (const entry of readServers(data).slice(0, mostServers)) {
    yield launchFact(reading, entry)
    for (const name of entry.env)
      yield fact(reading, 'manifest.field', entry.line, {
        'manifest.type': 'mcp',
        'manifest.key': `${entry.path.join('.')}.env.${name}`,
        'mcp.server.name': entry.name,
        'env.name': name,
      })
    yield* headerFacts(reading, entry)
    const runner = runnerPackage(entry.launch)
    if (runner !== undefined)
      yield* dependencyFacts(reading, [
        { ...runner, version: runner.version ?? '', scope: 'runner', line: entry.line },
      ])
  }
}

function launchFact(reading: ManifestReading, { name, path, line, launch }: ServerEntry): Fact {
  const command =
    launch.type === 'stdio' ? [launch.command, ...launch.args].map(shellWord).join(' ') : launch.url
  const url = launch.type === 'http' ? { 'url.full': launch.url } : {}
  return fact(reading, 'manifest.field', line, {
    'manifest.type': 'mcp',
    'manifest.key': path.join('.'),
    'manifest.value': command,
    'mcp.server.name': name,
    'mcp.server.id': serverId(launch),
    'mcp.server.command': command,
    ...url,
  })
}

/** The variables of the environment that go to a server elsewhere in a header, each with the address it goes to. */
function* headerFacts(reading: ManifestReading, { name, path, line, launch }: ServerEntry): Generator<Fact> {
  if (launch.type !== 'http') return
  for (const [header, value] of Object.entries(launch.headers))
    for (const [, variable = ''] of value.matchAll(/\$\{?(?:env:)?([A-Za-z_]\w{0,60})/g))
      yield fact(reading, 'manifest.field', line, {
        'manifest.type': 'mcp',
        'manifest.key': `${path.join('.')}.headers.${header}`,
        'mcp.server.name': name,
        'env.name': variable,
        'url.full': launch.url,
      })
}

/**
 * As a shell would have to be given it: what is one word stays one. No shell looks at the words of a configuration, but one who
 * writes a substitution into them means it.
 */
function shellWord(word: string, at: number, words: readonly string[]): string {
  if (/\$[({]|`/.test(word) && words[at - 1] !== '-c') return `"${word.replace(/["\\]/g, '\\$&')}"`
  return /^[\w@%+=:,./~{}$-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
