import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A rule of SigmaHQ and the events it must fire on. */
export interface Regression {
  readonly id: string
  readonly events: readonly Record<string, unknown>[]
}

/** The regression data of a checkout of SigmaHQ. */
export function readRegressions(root: string): Regression[] {
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
