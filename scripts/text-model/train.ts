import type { Featured, Window } from './features.js'
import { randomFrom, shuffled } from './random.js'

/** Logistic regression over buckets, in full precision. */
export interface Weights {
  readonly bias: number
  readonly weights: Float32Array
}

export interface Training {
  readonly bits: number
  readonly seed: number
}

/** Not tuned: any choice among settings by held-out figures would make those figures too good. */
const settings = { rounds: 3, epochs: 6, rate: 4, decay: 0.1, kept: 0.34 }

interface Example {
  readonly window: Window
  readonly target: 0 | 1
  readonly weight: number
}

/**
 * Learns to tell malicious rows from benign ones. A malicious skill is mostly harmless text, so after each round only the
 * windows of it that look worst so far are learned from (multiple-instance learning: a row is malicious when one of its
 * windows is); of a benign one, every window is.
 */
export function train(rows: readonly Featured[], training: Training): Weights {
  const weightOf = balance(rows)
  let model: Weights = { bias: 0, weights: new Float32Array(2 ** training.bits) }
  for (let round = 0; round < settings.rounds; round++) {
    const examples = rows.flatMap((featured): Example[] => {
      const isMalicious = featured.row.label === 'malicious'
      const windows = isMalicious && round > 0 ? worst(featured.windows, model) : featured.windows
      const weight = weightOf(featured) / windows.length
      return windows.map((window) => ({ window, target: isMalicious ? 1 : 0, weight }))
    })
    model = descend(examples, training)
  }
  return model
}

/** The score of a row: that of its worst window. */
export function scoreOf(windows: readonly Window[], model: Weights): number {
  return windows.reduce((most, window) => Math.max(most, margin(window, model)), -Infinity)
}

/** Both labels weigh the same; within a label a source weighs as the root of its size, so that none drowns the rest. */
function balance(rows: readonly Featured[]): (featured: Featured) => number {
  const keyOf = ({ row }: Featured): string => `${row.label} ${row.source}`
  const sizes = new Map<string, number>()
  for (const one of rows) sizes.set(keyOf(one), (sizes.get(keyOf(one)) ?? 0) + 1)
  const totals = new Map<string, number>()
  for (const [key, size] of sizes) {
    const [label = ''] = key.split(' ')
    totals.set(label, (totals.get(label) ?? 0) + Math.sqrt(size))
  }
  return (featured) => {
    const size = sizes.get(keyOf(featured)) ?? 1
    return (Math.sqrt(size) / size / (totals.get(featured.row.label) ?? 1)) * (rows.length / 2)
  }
}

function worst(windows: readonly Window[], model: Weights): readonly Window[] {
  const ranked = windows
    .map((window) => ({ window, score: margin(window, model) }))
    .sort((a, b) => b.score - a.score)
  return ranked.slice(0, Math.max(1, Math.floor(ranked.length * settings.kept))).map(({ window }) => window)
}

/** Stochastic gradient descent with a falling rate and L2 decay; the same seed gives the same weights. */
function descend(examples: readonly Example[], { bits, seed }: Training): Weights {
  const weights = new Float32Array(2 ** bits)
  const random = randomFrom(seed)
  let bias = 0
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    const rate = settings.rate / (1 + epoch)
    for (const { window, target, weight } of shuffled(examples, random)) {
      const error = target - 1 / (1 + Math.exp(-margin(window, { bias, weights })))
      const step = (rate * weight * error) / Math.sqrt(window.length || 1)
      for (const bucket of window) weights[bucket] = (weights[bucket] ?? 0) + step
      bias += rate * 0.01 * weight * error
    }
    for (let bucket = 0; bucket < weights.length; bucket++)
      weights[bucket] = (weights[bucket] ?? 0) * (1 - settings.decay / (1 + epoch))
  }
  return { bias, weights }
}

function margin(window: Window, { bias, weights }: Weights): number {
  let sum = 0
  for (const bucket of window) sum += weights[bucket] ?? 0
  return bias + sum / Math.sqrt(window.length || 1)
}
