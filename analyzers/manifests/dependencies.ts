import type { Fact } from '@clawback/model'
import { at, items, member, members, string, text } from './data.js'
import type { Data } from './data.js'
import { dependencyFacts, hookFact } from './reading.js'
import type { ManifestReading } from './reading.js'
import { requirement } from './requirements.js'
import type { Declared } from './requirements.js'

/** Scripts that npm runs by itself when a package is installed. */
const installScripts: readonly string[] = ['preinstall', 'install', 'postinstall']
/** Those it runs as well for a folder or repository. */
const buildScripts: readonly string[] = ['prepublish', 'preprepare', 'prepare', 'postprepare', 'dependencies']

/** Dependencies and install hooks of a package.json. */
export function* npmFacts(reading: ManifestReading, data: Data): Generator<Fact> {
  yield* dependencyFacts(reading, npmDependencies(data))
  const names = reading.published ? installScripts : [...installScripts, ...buildScripts]
  for (const { key, value, line } of members(member(data, 'scripts')))
    if (names.includes(key)) yield hookFact(reading, key, text(value) ?? '', line)
  if (builds(reading, data)) yield hookFact(reading, 'install', 'node-gyp rebuild', 1)
}

/** npm builds a native addon by itself when there is a `binding.gyp` and no script that says otherwise. */
function builds({ files, path }: ManifestReading, data: Data): boolean {
  const scripts = members(member(data, 'scripts')).map((script) => script.key)
  const gyp = path.replace(/package\.json$/, 'binding.gyp')
  return files.includes(gyp) && !scripts.includes('install') && !scripts.includes('preinstall')
}

const npmScopes: readonly (readonly [string, Declared['scope']])[] = [
  ['dependencies', 'runtime'],
  ['devDependencies', 'dev'],
  ['optionalDependencies', 'optional'],
  ['peerDependencies', 'peer'],
]

function npmDependencies(data: Data): Declared[] {
  return npmScopes.flatMap(([field, scope]) =>
    members(member(data, field)).map(({ key, value, line }) => ({
      ecosystem: 'npm' as const,
      name: key,
      version: text(value) ?? '',
      scope,
      line,
    })),
  )
}

/** Dependencies of a pyproject.toml: of the project, its extras and groups, of Poetry, and of the build itself. */
export function pyprojectDependencies(data: Data): Declared[] {
  const list = (found: Data | undefined, scope: Declared['scope']): Declared[] =>
    items(found).flatMap((item) => requirement(string(item) ?? '', item.line, scope) ?? [])
  const groups = (found: Data | undefined, scope: Declared['scope']): Declared[] =>
    members(found).flatMap((group) => list(group.value, scope))
  const poetry = members(at(data, 'tool', 'poetry', 'dependencies'))
    .filter(({ key }) => key !== 'python')
    .map(({ key, value, line }) => ({
      ecosystem: 'pypi' as const,
      name: key,
      version:
        text(value) ??
        ['version', 'git', 'url', 'path'].flatMap((name) => text(member(value, name)) ?? [])[0] ??
        '',
      scope: 'runtime' as const,
      line,
    }))
  return [
    ...list(at(data, 'project', 'dependencies'), 'runtime'),
    ...groups(at(data, 'project', 'optional-dependencies'), 'optional'),
    ...groups(member(data, 'dependency-groups'), 'dev'),
    ...list(at(data, 'build-system', 'requires'), 'dev'),
    ...poetry,
  ]
}
