import { codeSource, configServers } from '@clawback/analyzers'
import { listOf, membersOf, textOf } from './members.js'
import { registryRefs } from './refs.js'
import type { PackageRef } from './refs.js'
import { plainStart } from './starts.js'

const prefixed = /^(npm|pypi|oci|docker|nuget|cargo|git):(.+)$/

/**
 * What a plain list of servers names: words (`npm:name@version`, `pypi:…`, `oci:…`; a bare word is an npm package), or
 * objects with `packages`, `npm`, `package`, `image`, `url` (as directories of servers export them).
 */
export function listRefs(data: unknown): readonly PackageRef[] {
  const list = Array.isArray(data) ? data : listOf(membersOf(data)['servers'] ?? membersOf(data)['packages'])
  return list.flatMap((item) => {
    const word = textOf(item)
    return word === undefined ? objectRefs(membersOf(item)) : [wordRef(word.trim())]
  })
}

/** One word a line; `#` begins a comment. */
export function lineRefs(text: string): readonly PackageRef[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '')
    .map(wordRef)
}

/** What the servers of an MCP client configuration start. */
export async function configRefs(path: string): Promise<readonly PackageRef[]> {
  const refs: PackageRef[] = []
  for (const { name, launch } of await configServers(path)) {
    const source = await codeSource(launch, '/nowhere')
    const args = source.type === 'npm' ? source.args : []
    const start = launch.type === 'http' ? undefined : plainStart({ args, env: launch.env })
    if (source.type === 'npm')
      refs.push({ ...wordRef(source.locator), entry: name, ...(start === undefined ? {} : { start }) })
    else if (launch.type === 'http') refs.push({ ecosystem: 'remote', name: launch.url, entry: name })
    else if (source.type === 'local') refs.push({ ecosystem: 'local', name: source.locator, entry: name })
    else refs.push({ ecosystem: 'unnamed', name: `${name}, ${source.gap.detail}`, entry: name })
  }
  return refs
}

function wordRef(word: string): PackageRef {
  const [, ecosystem = 'npm', name = word] = prefixed.exec(word) ?? []
  if (/^https?:\/\//.test(word)) return { ecosystem: 'remote', name: word, entry: word }
  return { ecosystem: ecosystem === 'docker' ? 'oci' : ecosystem, name, entry: word }
}

function objectRefs(one: Readonly<Record<string, unknown>>): readonly PackageRef[] {
  if (Array.isArray(one['packages']) || 'server' in one) return registryRefs([one])
  const entry = textOf(one['qualifiedName'] ?? one['name'] ?? one['displayName']) ?? 'a server without a name'
  const npm = textOf(one['npm'] ?? one['package'])
  const image = textOf(one['image'])
  const url = textOf(one['url'] ?? one['deploymentUrl'])
  const version = textOf(one['version'])
  const start = plainStart(one)
  const more = { ...(version === undefined ? {} : { version }), ...(start === undefined ? {} : { start }) }
  if (npm !== undefined) return [{ ...wordRef(npm), entry, ...more }]
  if (image !== undefined) return [{ ecosystem: 'oci', name: image, entry, ...(start === undefined ? {} : { start }) }] // prettier-ignore
  if (url !== undefined) return [{ ecosystem: 'remote', name: url, entry }]
  return [{ ecosystem: 'unnamed', name: entry, entry }]
}
