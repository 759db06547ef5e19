import { createEvaluator } from '@clawback/evaluator'
import { parseRecord } from '@clawback/model'
import type { Alert } from '@clawback/model'
import { safeDisplay } from '@clawback/text'
import { loadPacks } from '../content/load.js'
import type { PackChoice } from '../content/load.js'
import { colourOf, paint } from '../terminal/paint.js'
import { readNdjson } from './ndjson.js'

interface EvalArguments extends PackChoice {
  readonly events: readonly string[]
  readonly json: boolean
  readonly failOn: 'never' | 'any' | 'high'
}

/** Evaluates every record in order, then closes every window, and prints the alerts as they come. */
export async function evaluateFiles(given: EvalArguments): Promise<number> {
  const evaluator = createEvaluator(await loadPacks(given))
  const sources = new Set<string>()
  const levels = new Set<string>()
  const show = (alerts: readonly Alert[]): void => {
    for (const alert of alerts) {
      levels.add(alert.level)
      process.stdout.write(`${given.json ? JSON.stringify(alert) : line(alert)}\n`)
    }
  }
  for (const path of given.events)
    for await (const { value, where } of readNdjson(path)) {
      const record = parseRecord(value, where)
      sources.add(record['source.connector'] ?? record['source.engine'])
      show(evaluator.evaluate(record))
    }
  for (const source of sources) show(evaluator.advance(source, endOfTime))
  const failing = { never: [], any: [...levels], high: ['high', 'critical'] }[given.failOn]
  return failing.some((level) => levels.has(level)) ? 1 : 0
}

/** Later than every event: closes every window. */
const endOfTime = '9999-12-31T23:59:59.999Z'

function line(alert: Alert): string {
  const fields = Object.entries(alert.fields).map(([name, value]) => `${name}=${String(value)}`)
  return `${paint(alert.level, colourOf(alert.level))} ${safeDisplay(alert.title)} ${paint(`${alert.rule} ${alert.time} ${alert.state}`, 'dim')} ${safeDisplay(fields.join(' ').slice(0, 200))}`
}
