import type { ServerStart } from '../sample.js'
import { listOf, membersOf, textOf } from './members.js'
import { dockerStart, registryStart } from './starts.js'

/** A package or place that a list names. */
export interface PackageRef {
  /** `npm`, `pypi`, `oci`, …; `remote` is a server that somebody else runs; `unnamed` names nothing to fetch. */
  readonly ecosystem: string
  readonly name: string
  readonly version?: string
  /** Entry of the list that names it. */
  readonly entry: string
  /** Where its source is said to be. */
  readonly from?: string
  /** What the list says it is started with. */
  readonly start?: ServerStart
}

type Members = Readonly<Record<string, unknown>>

/**
 * What an export of the official MCP registry names: `servers[]`, each a server or `{server}`, with `packages[]` and
 * `remotes[]` (modelcontextprotocol/registry, server.json; the older field names are read too).
 */
export function registryRefs(data: unknown): readonly PackageRef[] {
  return listOf(membersOf(data)['servers'] ?? data).flatMap((item) => {
    const outer = membersOf(item)
    const server = 'server' in outer ? membersOf(outer['server']) : outer
    const entry = textOf(server['name']) ?? 'a server without a name'
    const from = textOf(membersOf(server['repository'])['url'])
    const refs = [
      ...listOf(server['packages']).map((one) => packageRef(membersOf(one), entry)),
      ...listOf(server['remotes']).map((one) => remoteRef(membersOf(one), entry)),
    ]
    const all = refs.length > 0 ? refs : [{ ecosystem: 'unnamed', name: entry, entry }]
    return all.map((ref) => (from === undefined ? ref : { ...ref, from }))
  })
}

function packageRef(one: Members, entry: string): PackageRef {
  const ecosystem = textOf(one['registryType'] ?? one['registry_type'] ?? one['registry_name']) ?? 'unnamed'
  const name = textOf(one['identifier'] ?? one['name']) ?? entry
  const version = textOf(one['version'])
  const start = registryStart(one)
  return { ecosystem, name, entry, ...(version === undefined ? {} : { version }), ...(start === undefined ? {} : { start }) } // prettier-ignore
}

function remoteRef(one: Members, entry: string): PackageRef {
  return { ecosystem: 'remote', name: textOf(one['url']) ?? entry, entry }
}

/** What an npm search names: `npm search --json`, or `objects[].package` of a registry's answer. */
export function searchRefs(data: unknown): readonly PackageRef[] {
  const objects = membersOf(data)['objects']
  const list = objects === undefined ? listOf(data) : listOf(objects).map((one) => membersOf(one)['package'])
  return list.map((one) => {
    const name = textOf(one) ?? textOf(membersOf(one)['name'])
    const version = textOf(membersOf(one)['version'])
    if (name === undefined) return { ecosystem: 'unnamed', name: 'an entry without a name', entry: '' }
    return { ecosystem: 'npm', name, entry: name, ...(version === undefined ? {} : { version }) }
  })
}

/** What one server of the docker catalog names (docker/mcp-registry, server.yaml). */
export function dockerRef(data: unknown, entry: string): PackageRef {
  const server = membersOf(data)
  const source = membersOf(server['source'])
  const remote = textOf(membersOf(server['remote'])['url'])
  const from = [textOf(source['project']), textOf(source['commit'])].filter((part) => part !== undefined)
  const image = textOf(server['image'])
  const named =
    image !== undefined
      ? { ecosystem: 'oci', name: image }
      : remote !== undefined
        ? { ecosystem: 'remote', name: remote }
        : { ecosystem: 'unnamed', name: entry }
  const start = dockerStart(server)
  return { ...named, entry, ...(from.length === 0 ? {} : { from: from.join(' at ') }), ...(start === undefined ? {} : { start }) } // prettier-ignore
}
