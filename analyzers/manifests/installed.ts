import type { Fact, OpenArtifact } from '@clawback/model'
import type { Dirent } from 'node:fs'
import { readFile, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReadContext } from '../context.js'
import { member, members, text } from './data.js'
import { parseData } from './parse.js'

/** Installed packages that are looked at. */
const mostPackages = 3000
/** Bytes of a package.json that is parsed. */
const manifestBytes = 512 * 1024

/** Install hooks of the packages that an artifact depends on, as they were fetched; none of them has run. */
export async function* installedHooks(open: OpenArtifact, context: ReadContext): AsyncGenerator<Fact> {
  let count = 0
  for (const root of [open.dependencies, open.root])
    if (root !== undefined)
      for await (const path of packages(root, 'node_modules')) {
        if (++count > mostPackages) {
          yield context.gap('limit', 'node_modules', `more than ${mostPackages} packages`, true)
          return
        }
        yield* hooksOf(root, path, context)
      }
}

async function* packages(root: string, folder: string): AsyncGenerator<string> {
  for (const entry of await folders(join(root, folder))) {
    const path = `${folder}/${entry.name}`
    if (entry.name.startsWith('@')) yield* packages(root, path)
    else if (!entry.name.startsWith('.')) {
      yield path
      yield* packages(root, `${path}/node_modules`)
    }
  }
}

async function folders(path: string): Promise<Dirent[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isDirectory()).sort((a, b) => (a.name < b.name ? -1 : 1))
}

async function* hooksOf(root: string, path: string, context: ReadContext): AsyncGenerator<Fact> {
  const file = join(root, path, 'package.json')
  const size = await stat(file).then(
    (info) => info.size,
    () => 0,
  )
  if (size === 0 || size > manifestBytes) return
  const { data } = await parseData(await readFile(file), 'json')
  for (const { key, value, line } of members(member(data, 'scripts')))
    if (['preinstall', 'install', 'postinstall'].includes(key))
      yield context.buildFact('dependency.hook', {
        'file.path': `${path}/package.json`,
        'code.line.number': line,
        'dependency.ecosystem': 'npm',
        'dependency.name': text(member(data, 'name')) ?? path.replace(/^.*node_modules\//, ''),
        'dependency.version': text(member(data, 'version')),
        'dependency.hook.name': key,
        'dependency.hook.command': text(value) ?? '',
      })
}
