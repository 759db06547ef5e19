import type { AttributionLevel, Trust } from '@clawback/model'

/** How far each way of joining goes by itself, before the trust of its source bounds it. Start values, to be calibrated. */
export const methodWeights = {
  'gateway-oidc': 0.98,
  'session-id': 0.92,
  'sign-in': 0.92,
  'user-email': 0.92,
  'tool-use-id': 0.88,
  traceparent: 0.88,
  stamp: 0.88,
  'parent-agent-id': 0.88,
  'token-digest': 0.88,
  'os-login': 0.75,
  'token-window': 0.75,
  'spawn-nesting': 0.75,
  'token-shared': 0.45,
  'same-session': 0.45,
} as const

export type Method = keyof typeof methodWeights

/** Below this an answer is a guess: shown as unattributed, and no edge is made of it. */
export const attributedFrom = 0.5

/** One piece of evidence may weigh so much, by the trust of its source: 0 claimed … 3 own measurement. */
const weightBound: Readonly<Record<Trust, number>> = { 0: 0.2, 1: 0.6, 2: 0.92, 3: 0.98 }
/** All evidence together may come to so much, by its most trusted piece: a thousand claims stay a claim. */
const scoreBound: Readonly<Record<Trust, number>> = { 0: 0.45, 1: 0.8, 2: 0.95, 3: 0.99 }

export function weightOf(method: Method, trust: Trust, own: number = methodWeights[method]): number {
  return Math.min(own, methodWeights[method], weightBound[trust])
}

/** Independent pieces combine by noisy-or, bounded by the trust of the best. */
export function combine(pieces: readonly { readonly weight: number; readonly trust: Trust }[]): number {
  let doubt = 1
  let trust: Trust = 0
  for (const piece of pieces) {
    doubt *= 1 - piece.weight
    if (piece.trust > trust) trust = piece.trust
  }
  return pieces.length === 0 ? 0 : Math.min(1 - doubt, scoreBound[trust])
}

/** The level a single best piece of evidence stands on. */
export function levelOf(weight: number): AttributionLevel {
  if (weight >= 0.98) return 'A5'
  if (weight >= 0.92) return 'A4'
  if (weight >= 0.88) return 'A3'
  if (weight >= 0.75) return 'A2'
  return weight >= 0.45 ? 'A1' : 'A0'
}
