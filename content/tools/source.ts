import type { Baseline, Plan, Probe, ResponsePolicy, VerdictPolicy } from '@clawback/model'
import { compileRules } from 'sigma-to-ts'
import { readCases } from './cases.js'
import type { RuleCases } from './cases.js'
import type { PackFolder } from './folder.js'
import type { PackProblem } from './problem.js'
import { inside, stem } from './paths.js'
import { readHead } from './head.js'
import type { PackHead } from './head.js'
import { readProbes } from './probes.js'
import { readYaml } from './yaml.js'
import type { YamlDocument } from './yaml.js'

/** A pack folder, read and compiled. `problems` says what was refused; the rest is there all the same. */
export interface PackSource {
  readonly folder: PackFolder
  readonly head: PackHead
  readonly plan: Plan
  /** Documents of `rules/`, for places. */
  readonly rules: readonly YamlDocument[]
  /** File name without its ending -> probes. */
  readonly probes: ReadonlyMap<string, readonly Probe[]>
  readonly baselines: ReadonlyMap<string, Baseline>
  readonly policies: ReadonlyMap<string, VerdictPolicy>
  readonly responses: ReadonlyMap<string, ResponsePolicy>
  readonly lists: ReadonlyMap<string, readonly string[]>
  readonly cases: ReadonlyMap<string, RuleCases>
  readonly problems: readonly PackProblem[]
}

/** Reads every part of a pack folder (layout: docs of `pack.yml`, rules, probes, baselines, policies, responses, lists, cases). */
export function readSource(folder: PackFolder): PackSource {
  const problems: PackProblem[] = []
  const documents = (part: string): YamlDocument[] =>
    inside(folder, part, '.yml').flatMap(([path, text]) => readYaml(path, text, problems))
  const lists = new Map(
    inside(folder, 'lists', '.txt').map(([path, text]) => [stem(path), listEntries(text)]),
  )
  const files = inside(folder, 'rules', '.yml').map(([path, text]) => ({ path, text }))
  const { plan, errors } = compileRules(files, { lists: Object.fromEntries(lists) })
  for (const error of errors) problems.push({ severity: 'error', ...error })
  const head = readHead(folder, problems)
  return {
    folder,
    head,
    plan,
    rules: documents('rules'),
    probes: readProbes(
      documents('probes'),
      { pack: head.name, models: jsonFiles(folder, 'models', problems) },
      problems,
    ),
    baselines: jsonFiles(folder, 'baselines', problems) as ReadonlyMap<string, Baseline>,
    policies: yamlFiles(documents('policies')) as ReadonlyMap<string, VerdictPolicy>,
    responses: yamlFiles(documents('responses')) as ReadonlyMap<string, ResponsePolicy>,
    lists,
    cases: readCases(documents('cases'), problems),
    problems,
  }
}

function listEntries(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
}

function yamlFiles(documents: readonly YamlDocument[]): ReadonlyMap<string, unknown> {
  return new Map(documents.map((document) => [stem(document.path), document.value]))
}

function jsonFiles(folder: PackFolder, part: string, problems: PackProblem[]): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>()
  for (const [path, text] of inside(folder, part, '.json'))
    try {
      found.set(stem(path), JSON.parse(text) as unknown)
    } catch (error) {
      const detail = error instanceof Error ? error.message : 'not JSON'
      problems.push({ severity: 'error', path, line: 1, column: 1, detail, mend: 'Mend the JSON.' })
    }
  return found
}
