/**
 * Conformance against the SigmaHQ repository: every rule loads or is refused with a reason, and every rule with
 * regression data fires on its own event. The rules are not ours to ship, so a clone is given with `--mirror DIR`;
 * without one it is said that nothing was checked.
 */
import { createEvaluator } from '@clawback/evaluator'
import type { PlanLogsource } from '@clawback/model'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { compileRules, where } from 'sigma-to-ts'

const { values } = parseArgs({ options: { mirror: { type: 'string' } } })
const mirror = values.mirror
if (mirror === undefined || !existsSync(join(mirror, 'rules'))) {
  console.log('conformance: the SigmaHQ set was skipped, for no mirror was given (--mirror DIR).')
} else process.exitCode = check(mirror) ? 0 : 1

function check(root: string): boolean {
  const folders = readdirSync(root).filter((name) => name === 'rules' || name.startsWith('rules-'))
  const files = folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        join(folder, name),
      ),
    )
    .filter((name) => name.endsWith('.yml'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
  const started = performance.now()
  const { plan, errors } = compileRules(files)
  const compiled = performance.now()
  const logsources = new Map(plan.rules.map((rule) => [rule.id, rule.logsource]))
  let current: PlanLogsource | undefined
  const evaluator = createEvaluator(plan, { logsource: () => current })
  const ready = performance.now()
  const { rules, skipped } = evaluator.stats()
  console.log(
    `${files.length} files: ${plan.rules.length} rules compiled, ${errors.length} refused, ${rules} loaded`,
  )
  for (const error of errors) console.log(`refused ${where(error)}: ${error.detail}`)
  for (const one of skipped) console.log(`skipped ${one.rule}: ${one.reason}`)
  console.log(`compile ${Math.round(compiled - started)} ms, load ${Math.round(ready - compiled)} ms`)
  let fired = 0
  const silent: string[] = []
  const cases = regressions(root)
  for (const { id, events } of cases) {
    current = logsources.get(id)
    const hit = events.some((event) => evaluator.evaluate(event).some((alert) => alert.rule === id))
    if (hit) fired++
    else silent.push(id)
  }
  console.log(`regression data: ${fired} of ${cases.length} rules fire on their own event`)
  for (const id of silent) console.log(`silent ${id}`)
  return errors.length === 0 && silent.length === 0
}

interface Case {
  readonly id: string
  readonly events: readonly Record<string, unknown>[]
}

function regressions(root: string): Case[] {
  const folder = join(root, 'regression_data')
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('info.yml'))
    .flatMap((name) => {
      const id = /rule_metadata:\s*-\s*id:\s*(\S+)/.exec(readFileSync(join(folder, name), 'utf8'))?.[1]
      const beside = dirname(join(folder, name))
      const data = readdirSync(beside).filter((file) => file.endsWith('.json'))
      const events = data.flatMap((file) =>
        objects(readFileSync(join(beside, file), 'utf8')).map(flattenEvent),
      )
      return id === undefined || events.length === 0 ? [] : [{ id, events }]
    })
}

/** JSON objects written one after the other, as some of the files are. */
function objects(text: string): unknown[] {
  try {
    const whole: unknown = JSON.parse(text)
    return Array.isArray(whole) ? whole : [whole]
  } catch {
    return text
      .split(/(?<=\n\})\s*(?=\{)/)
      .filter((part) => part.trim() !== '')
      .map((part) => JSON.parse(part) as unknown)
  }
}

/** The Windows field map of the taxonomy: system fields and event data side by side, names without spaces. */
function flattenEvent(event: unknown): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  const visit = (value: unknown, name: string): void => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [key, inner] of Object.entries(value)) {
        if (key === '#attributes') {
          for (const [attribute, text] of Object.entries(inner as object)) out[`${name}_${attribute}`] = text
        } else if (key === '#text') put(name, inner)
        else visit(inner, key)
      }
    } else put(name, value)
  }
  const put = (name: string, value: unknown): void => {
    out[name] = value
    out[name.replaceAll(' ', '')] ??= value
  }
  visit(event, '')
  return out
}
