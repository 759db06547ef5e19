import { createEvaluator } from '@clawback/evaluator'
import type { Evaluator } from '@clawback/evaluator'
import type { Plan, PlanLogsource } from '@clawback/model'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileRules, where } from 'sigma-to-ts'
import type { RuleFile } from 'sigma-to-ts'
import { readRegressions } from './regression.js'
import { makeReport } from './report.js'
import type { Report } from './report.js'

const name = 'SigmaHQ'
type Lists = Readonly<Record<string, readonly string[]>>

/** Whether a folder looks like a checkout of the repository. */
export function isMirror(root: string): boolean {
  return existsSync(join(root, 'rules'))
}

/** What is said when there is no checkout: the rules are not ours to ship. */
export function skipMirror(): Report {
  return makeReport(name, {
    left: 'The rules are not ours to ship. Give a checkout (--mirror DIR) or --clone.',
  })
}

/**
 * Every rule of the repository compiles and loads, and every rule with regression data fires on its own event. Rules
 * with placeholders are not loaded without their lists: those are counted and named, and are as expected.
 */
export function checkMirror(root: string, lists: Lists): Report {
  const files = readRules(root)
  const { plan, errors } = compileRules(files)
  const logsources = new Map(plan.rules.map((rule) => [rule.id, rule.logsource]))
  let current: PlanLogsource | undefined
  const evaluator = createEvaluator(plan, { lists, logsource: () => current })
  const { rules, skipped } = evaluator.stats()
  const cases = readRegressions(root)
  const silent = cases.filter(({ id, events }) => {
    current = logsources.get(id)
    return !fires(evaluator, id, events)
  })
  const { placeholders, broken } = sort(skipped, plan)
  const refused = errors.map((error) => `${where(error)}: ${error.detail}`)
  return makeReport(name, {
    counts: {
      files: files.length,
      'rules compiled': plan.rules.length + plan.correlations.length,
      refused: refused.length,
      loaded: rules,
      'skipped for want of lists': placeholders.length,
      'with regression data': cases.length,
      'of them firing': cases.length - silent.length,
    },
    refused,
    skipped: placeholders,
    wrong: [
      ...(refused.length > 0 ? [`${refused.length} refused`] : []),
      ...broken.map((one) => `not loaded: ${one}`),
      ...silent.map(({ id }) => `silent on its own event: ${id}`),
    ],
  })
}

function readRules(root: string): RuleFile[] {
  return readdirSync(root)
    .filter((folder) => folder === 'rules' || folder.startsWith('rules-'))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
        join(folder, file),
      ),
    )
    .filter((file) => file.endsWith('.yml'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

function fires(evaluator: Evaluator, id: string, events: readonly Record<string, unknown>[]): boolean {
  return events.some((event) => evaluator.evaluate(event).some((alert) => alert.rule === id))
}

/** Rules that only want a list, and those that are not loaded for another reason. */
function sort(
  skipped: readonly { readonly rule: string; readonly reason: string }[],
  plan: Plan,
): { readonly placeholders: string[]; readonly broken: string[] } {
  const rules = new Map([...plan.rules, ...plan.correlations].map((rule) => [rule.id, rule]))
  const said = skipped.map(({ rule, reason }) => ({
    text: `${rules.get(rule)?.source ?? rule} ${rules.get(rule)?.title ?? ''}: ${reason}`,
    wants: /^the list .+ is not there$/.test(reason),
  }))
  return {
    placeholders: said.filter(({ wants }) => wants).map(({ text }) => text),
    broken: said.filter(({ wants }) => !wants).map(({ text }) => text),
  }
}
