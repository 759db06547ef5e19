import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileRules, where } from 'sigma-to-ts'
import type { RuleFile } from 'sigma-to-ts'
import { parseAllDocuments, stringify } from 'yaml'
import { makeReport } from './report.js'
import type { Report } from './report.js'

/** Folders of the specification's repository that hold rules to read. */
const folders = ['tests', 'examples']

/** Reasons an example may be refused for: it is in the words of an older version and is told so. */
const allowed = [/^`timeframe` was removed from Sigma$/, /^aggregation after a pipe was removed from Sigma$/]

export function isSpecification(root: string): boolean {
  return folders.some((folder) => existsSync(join(root, folder)))
}

/** Every rule in the specification's repository compiles, or is refused for a reason of the list. */
export function checkSpecification(root: string): Report {
  const files = folders.flatMap((folder) => readFolder(root, folder))
  const outcomes = files.map((file) => compileRules([file, standIns(file)]))
  const errors = outcomes.flatMap((outcome) => outcome.errors)
  const unlisted = errors.filter(({ detail }) => !allowed.some((reason) => reason.test(detail)))
  return makeReport('the specification', {
    counts: {
      files: files.length,
      compiled: outcomes.filter((outcome) => outcome.errors.length === 0).length,
      refused: outcomes.filter((outcome) => outcome.errors.length > 0).length,
    },
    refused: errors.map((error) => `${where(error)}: ${error.detail}`),
    wrong: [
      ...unlisted.map((error) => `${where(error)}: ${error.detail} (not a listed reason)`),
      ...(files.length === 0 ? ['there is no example to look at'] : []),
    ],
  })
}

function readFolder(root: string, folder: string): RuleFile[] {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => join(folder, name))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

interface Example {
  readonly logsource?: unknown
  readonly correlation?: { readonly rules?: unknown }
  readonly filter?: { readonly rules?: unknown }
}

/** Examples stand alone and refer to rules that are nowhere in the repository: something must be in their place. */
function standIns({ path, text }: RuleFile): RuleFile {
  const rules = parseAllDocuments(text).flatMap((document) => {
    const example = document.toJS() as Example | null
    const wanted = [example?.correlation?.rules, example?.filter?.rules].flat(2)
    const ids = wanted.filter((id) => typeof id === 'string')
    const logsource = example?.logsource ?? { category: 'any' }
    const detection = { any: { any: 1 }, condition: 'any' }
    return ids.map((id) => stringify({ title: `In the place of ${id}`, id, logsource, detection }))
  })
  return { path: `in the place of what ${path} refers to`, text: rules.join('---\n') }
}
