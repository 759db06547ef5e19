import type { PackProblem } from './problem.js'
import type { PackSource } from './source.js'

/** Policies and responses that speak of rules and tags which the pack does not have (they may be another pack's). */
export function lintPolicies(source: PackSource): PackProblem[] {
  const all = [...source.plan.rules, ...source.plan.correlations]
  const rules = new Set(all.map(({ id }) => id))
  const tags = new Set(all.flatMap((rule) => rule.tags))
  const check = (path: string, value: unknown): PackProblem[] => {
    const parts = [...list(value, 'conditions'), ...list(value, 'entries')]
    if (parts.length === 0)
      return [
        {
          severity: 'error',
          path,
          line: 1,
          column: 1,
          detail: 'it decides nothing',
          mend: 'Add conditions or entries.',
        },
      ]
    return parts.flatMap((part) => [
      ...unknown(path, 'rule', list(part, 'rules'), rules),
      ...unknown(path, 'tag', list(part, 'tags'), tags),
    ])
  }
  return [
    ...[...source.policies].flatMap(([name, policy]) => check(`policies/${name}.yml`, policy)),
    ...[...source.responses].flatMap(([name, policy]) => check(`responses/${name}.yml`, policy)),
  ]
}

function unknown(
  path: string,
  what: string,
  names: readonly unknown[],
  known: ReadonlySet<string>,
): PackProblem[] {
  return names.flatMap((name): PackProblem[] =>
    known.has(String(name))
      ? []
      : [
          {
            severity: 'warning',
            path,
            line: 1,
            column: 1,
            detail: `no rule of this pack has the ${what} ${String(name)}`,
            mend: 'Check the spelling, unless another pack has it.',
          },
        ],
  )
}

function list(value: unknown, name: string): readonly unknown[] {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return []
  const found = (value as Readonly<Record<string, unknown>>)[name]
  return Array.isArray(found) ? (found as readonly unknown[]) : []
}
