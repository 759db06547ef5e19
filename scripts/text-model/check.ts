import type { OpenModel } from '../../analyzers/text-model/open.js'
import { scoreText } from '../../analyzers/text-model/score.js'
import { rateOf } from '../quality/rate.js'
import type { Rate } from '../quality/rate.js'
import type { Featured } from './features.js'
import { scoreOf } from './train.js'
import type { Weights } from './train.js'

/** The largest difference between what was trained and what is shipped, over all rows. */
export function agreement(rows: readonly Featured[], weights: Weights, shipped: OpenModel): number {
  const gaps = rows.map(({ row, windows }) =>
    windows.length === 0 ? 0 : Math.abs(scoreOf(windows, weights) - worstOf(row.texts, shipped)),
  )
  return Number(Math.max(...gaps).toFixed(3))
}

/** How many skills without a label lie above a threshold. */
export function alertsOn(
  skills: readonly (readonly string[])[],
  shipped: OpenModel,
  threshold: number,
): Rate {
  return rateOf(skills.filter((texts) => worstOf(texts, shipped) > threshold).length, skills.length)
}

function worstOf(texts: readonly string[], model: OpenModel): number {
  return Math.max(-Infinity, ...texts.map((text) => scoreText(text, model)?.score ?? -Infinity))
}
