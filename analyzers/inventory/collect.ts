import type { McpLaunch } from '@clawback/model'
import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'
import { bundleServers, isBundle } from '../intake/bundle.js'
import { objectOf } from '../intake/json.js'
import { readServers } from '../manifests/clients.js'
import { plain, string, member } from '../manifests/data.js'
import type { Data } from '../manifests/data.js'
import { leaves } from '../manifests/fields.js'
import { readFrontmatter } from '../manifests/frontmatter.js'
import { maxBytes, parseData, decodeText } from '../manifests/parse.js'
import type { Format } from '../manifests/parse.js'
import { redact } from '@clawback/text'
import { clientPaths } from './clients.js'
import type { ClientPath } from './clients.js'
import { entryOf } from './found.js'
import type { Found } from './found.js'
import type { Home } from './homes.js'
import type { Sighting } from './discovery.js'
import type { View } from './view.js'

/** Bytes of an instruction file that are hashed. */
const instructionBytes = 4 * 1024 * 1024

/** Reads every path of the table of clients below one folder. */
export async function collect(
  view: View,
  found: Found,
  below: ClientPath['below'],
  base: string,
  home?: Home,
): Promise<void> {
  for (const row of clientPaths.filter((candidate) => candidate.below === below))
    for (const path of await view.find(base, row.path)) {
      const user = home === undefined ? {} : { user: home.user }
      await readPath(view, found, row, { client: row.client, scope: row.scope, path, ...user })
    }
}

async function readPath(view: View, found: Found, row: ClientPath, seen: Sighting): Promise<void> {
  if (row.reads === 'skills') return readSkills(view, found, seen)
  if (row.reads === 'agents') return readAgent(view, found, seen)
  if (row.reads === 'instructions') return readInstructions(view, found, seen)
  const data = await readData(view, seen.path, row.reads === 'bundle' ? 'json' : row.format)
  if (data === undefined) return
  if (row.reads === 'bundle') readBundle(found, data, seen)
  else await readConfig(view, found, data, row.at, seen)
}

async function readData(view: View, path: string, format: Format): Promise<Data | undefined> {
  const bytes = await view.read(path, maxBytes[format])
  if (bytes === undefined || bytes.length === 0) return undefined
  const { data, problem } = await parseData(bytes, format)
  if (problem !== undefined)
    view.gap({ reason: problem.reason, path, detail: problem.detail, material: true })
  return data
}

async function readConfig(
  view: View,
  found: Found,
  data: Data,
  at: string | undefined,
  seen: Sighting,
): Promise<void> {
  found.configs.push(seen)
  for (const entry of readServers(data, at)) {
    const project = entry.path[0] === 'projects' ? ({ scope: 'project' } as const) : {}
    const launch = await placeLaunch(view, entry.launch, baseOf(seen.path, entry.path))
    found.servers.push({ entry: { ...entry, launch }, seen: { ...seen, ...project, line: entry.line } })
  }
  for (const { key, value, line } of leaves(data, maxLeaves)) {
    const event = /^hooks\.([\w-]+)\..*\bcommand$/.exec(key)?.[1]
    if (event !== undefined) found.hooks.push({ event, command: redact(value).text, seen: { ...seen, line } })
  }
}

/** The folder against which relative paths of an entry count. */
function baseOf(path: string, entry: readonly string[]): string {
  if (entry[0] === 'projects' && entry[1] !== undefined) return join('/', entry[1])
  const folder = dirname(path)
  return /\/\.[a-z]+$/i.test(folder) ? dirname(folder) : folder
}

/** Two projects that start `./server.js` do not start the same thing: files that exist get their full path. */
async function placeLaunch(view: View, launch: McpLaunch, base: string): Promise<McpLaunch> {
  if (launch.type === 'http') return launch
  const args: string[] = []
  for (const arg of launch.args) args.push(await placeArg(view, arg, base))
  return { ...launch, args }
}

async function placeArg(view: View, arg: string, base: string): Promise<string> {
  const path = arg.replace(/^\$\{?(workspaceFolder|CLAUDE_PLUGIN_ROOT|PWD)\}?/, '.')
  if (!/^(\.{1,2}\/)?[\w@.-]+(\/[\w@.-]+)*\.(m?[jt]s|cjs|py|sh|rb)$/.test(path)) return arg
  return (await view.find(base, path))[0] ?? arg
}

/** Leaves of one configuration in which hooks are looked for. */
const maxLeaves = 100_000

function readBundle(found: Found, data: Data, seen: Sighting): void {
  const manifest = objectOf(plain(data))
  if (manifest === undefined || !isBundle(manifest)) return
  for (const { name, launch } of bundleServers(manifest, dirname(seen.path)))
    found.servers.push({ entry: entryOf(name, launch), seen: { ...seen, scope: 'plugin' } })
}

async function readSkills(view: View, found: Found, seen: Sighting): Promise<void> {
  for (const name of await view.folders(seen.path)) {
    const path = join(seen.path, name)
    const names = await view.names(path)
    if (names.some((file) => file.toLowerCase() === 'skill.md'))
      found.skills.push({ name, path, seen: { ...seen, path } })
  }
}

async function readAgent(view: View, found: Found, seen: Sighting): Promise<void> {
  const bytes = await view.read(seen.path, instructionBytes)
  if (bytes === undefined) return
  const { data } = await readFrontmatter(decodeText(bytes))
  const file = seen.path.split('/').at(-1) ?? seen.path
  found.agents.push({ name: string(member(data, 'name')) ?? file.replace(/\.(agent\.)?md$/, ''), seen })
}

async function readInstructions(view: View, found: Found, seen: Sighting): Promise<void> {
  const bytes = await view.read(seen.path, instructionBytes)
  if (bytes === undefined) return
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  found.instructions.push({ seen, size: bytes.length, sha256 })
}
