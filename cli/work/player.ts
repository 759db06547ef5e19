import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { ClawbackError } from '@clawback/model'
import type { Model, RunOptions } from '@clawback/sandbox'
import type { ExaminationArguments } from './arguments.js'

/** What a run is told of the model that is to follow instructions; empty when none is. */
export type Player = Pick<RunOptions, 'llm' | 'model'>

/**
 * Opens the model that was asked for. Throws MODEL_MISSING without key or recording, USAGE without a name or
 * with a price that is none.
 */
export async function openPlayer(given: ExaminationArguments): Promise<Player> {
  if (given.actor !== 'llm') return {}
  if (given.model === undefined)
    throw new ClawbackError('USAGE', { detail: '--actor llm needs --model NAME' })
  if ((given.variants ?? []).length > 0)
    throw new ClawbackError('USAGE', {
      detail: '--variants cannot be combined with --actor llm: a model does not act the same twice',
    })
  const price = given.modelPrice === undefined ? {} : { price: readPrice(given.modelPrice) }
  const model = await openModel(given)
  return { llm: { model: given.model, budgetTokens: given.budgetTokens ?? 100_000, ...price }, model }
}

function readPrice(text: string): { readonly input: number; readonly output: number } {
  const [, input, output] = /^(\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)$/.exec(text) ?? []
  if (input === undefined || output === undefined)
    throw new ClawbackError('USAGE', {
      detail: `--model-price ${text} is not IN/OUT: US dollars per million tokens, such as 3/15`,
    })
  return { input: Number(input), output: Number(output) }
}

async function openModel({ record, replay }: ExaminationArguments): Promise<Model> {
  const { createLiveModel, recordModel, replayModel } = await import('@clawback/sandbox')
  if (replay !== undefined) return replayModel(readText(replay), replay)
  const apiKey = process.env['ANTHROPIC_API_KEY'] ?? ''
  if (apiKey === '') throw new ClawbackError('MODEL_MISSING', { detail: 'there is no key and no recording' })
  const baseURL = process.env['ANTHROPIC_BASE_URL']
  const live = createLiveModel({ apiKey, ...(baseURL === undefined ? {} : { baseURL }) })
  if (record === undefined) return live
  writeFileSync(record, '', { mode: 0o600 })
  return recordModel(live, (line) => appendFileSync(record, `${line}\n`))
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new ClawbackError('INPUT_NOT_FOUND', { locator: path })
  }
}
