import type { PackFolder } from './folder.js'
import type { PackProblem } from './problem.js'
import { readYaml } from './yaml.js'

/** What `pack.yml` says. */
export interface PackHead {
  readonly name: string
  readonly version: string
  readonly description: string
  readonly requires: { readonly evaluator: string; readonly capabilities: readonly string[] }
  readonly expires?: string
}

const names = ['name', 'version', 'description', 'requires', 'expires']

/** Reads `pack.yml`; what is missing or wrong is reported with its place. */
export function readHead(folder: PackFolder, problems: PackProblem[]): PackHead {
  const path = 'pack.yml'
  const add = (place: object, detail: string, mend: string): void => {
    problems.push({ severity: 'error', path, line: 1, column: 1, ...place, detail, mend })
  }
  const bytes = folder.get(path)
  if (bytes === undefined)
    add({}, 'the pack has no pack.yml', 'Write name, version, description and requires into it.')
  const [document] = bytes === undefined ? [] : readYaml(path, new TextDecoder().decode(bytes), problems)
  const value = (document?.value ?? {}) as Readonly<Record<string, unknown>>
  const text = (name: string, pattern: RegExp, mend: string): string => {
    const found = value[name]
    if (typeof found === 'string' && pattern.test(found)) return found
    if (document !== undefined) add(document.at(name), `${name} is missing or malformed`, mend)
    return ''
  }
  for (const name of Object.keys(value))
    if (!names.includes(name)) add(document?.at(name) ?? {}, `${name} is unknown`, `Use ${names.join(', ')}.`)
  const requires = (value['requires'] ?? {}) as Readonly<Record<string, unknown>>
  const expires = value['expires']
  const capabilities = Array.isArray(requires['capabilities']) ? requires['capabilities'].map(String) : []
  return {
    name: text(
      'name',
      /^[a-z0-9][a-z0-9._-]*(?:\/[a-z0-9][a-z0-9._-]*)?$/,
      'Use lower-case letters, digits, dots and dashes.',
    ),
    version: text('version', /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/, 'Give a semantic version such as 1.0.0.'),
    description: text('description', /\S/, 'Say in one sentence what the pack is for.'),
    requires: {
      evaluator: typeof requires['evaluator'] === 'string' ? requires['evaluator'] : '>=0.1.0',
      capabilities: capabilities.sort(),
    },
    ...(typeof expires === 'string' ? { expires } : {}),
  }
}
