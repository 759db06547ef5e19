import fc from 'fast-check'
import type { IntentState } from '@clawback/model'
import { expect, test } from 'vitest'
import { step, terminalStates } from './intent.js'
import type { IntentEvent } from './intent.js'

const events: readonly IntentEvent[] = [
  'pass',
  'refuse',
  'ask',
  'approve',
  'deny',
  'remind',
  'enqueue',
  'lease',
  'recover',
  'accept',
  'retry',
  'reject',
  'prove',
  'disprove',
  'settle',
  'exhaust',
  'bury',
  'cancel',
  'expire',
  'restore',
]

/** The edges as the design draws them, written down apart from the code. */
const drawn: readonly string[] = [
  'proposed>guarded',
  'proposed>cancelled',
  'guarded>awaiting_approval',
  'guarded>queued',
  'guarded>cancelled',
  'guarded>expired',
  'awaiting_approval>awaiting_approval',
  'awaiting_approval>queued',
  'awaiting_approval>cancelled',
  'awaiting_approval>expired',
  'queued>sending',
  'queued>cancelled',
  'queued>expired',
  'sending>accepted',
  'sending>queued',
  'sending>failed',
  'accepted>effective',
  'accepted>not_effective',
  'accepted>restored',
  'effective>done',
  'effective>not_effective',
  'effective>restored',
  'not_effective>queued',
  'not_effective>failed',
  'failed>dead_letter',
  'done>restored',
]

function walk(path: readonly IntentEvent[]): {
  edges: string[]
  states: IntentState[]
  taken: IntentEvent[]
} {
  const edges: string[] = []
  const states: IntentState[] = ['proposed']
  const taken: IntentEvent[] = []
  for (const event of path) {
    const from = states[states.length - 1]!
    const to = step(from, event)
    if (typeof to === 'object') continue
    edges.push(`${from}>${to}`)
    states.push(to)
    taken.push(event)
  }
  return { edges, states, taken }
}

const paths = fc.array(fc.constantFrom(...events), { minLength: 50, maxLength: 300, size: 'max' })

test('what can be reached is what is drawn', () => {
  const edges = new Set<string>()
  const open: IntentState[] = ['proposed']
  const met = new Set<IntentState>(open)
  for (let from = open.pop(); from; from = open.pop())
    for (const event of events) {
      const to = step(from, event)
      if (typeof to === 'object') continue
      edges.add(`${from}>${to}`)
      if (!met.has(to)) open.push(to)
      met.add(to)
    }
  expect([...edges].sort()).toEqual([...drawn].sort())
})

test('no sequence of events leaves the drawn paths', () => {
  fc.assert(
    fc.property(paths, (path) => {
      for (const edge of walk(path).edges) expect(drawn).toContain(edge)
    }),
    { numRuns: 1_000 },
  )
})

test('terminal states stay', () => {
  expect([...terminalStates].sort()).toEqual(['cancelled', 'dead_letter', 'expired', 'restored'])
  for (const state of terminalStates)
    for (const event of events)
      expect(step(state, event)).toMatchObject({ refused: expect.stringContaining(state) as string })
})

test('nothing is sent that was not guarded, nothing is proven that was not accepted', () => {
  fc.assert(
    fc.property(paths, (path) => {
      const { states, taken } = walk(path)
      const before = (state: IntentState, needed: IntentState): void => {
        const at = states.indexOf(state)
        if (at >= 0) expect(states.slice(0, at)).toContain(needed)
      }
      before('sending', 'guarded')
      before('effective', 'accepted')
      before('done', 'effective')
      before('dead_letter', 'failed')
      const asked = taken.indexOf('ask')
      const sent = taken.indexOf('lease')
      if (asked >= 0 && sent >= 0) expect(taken.slice(asked, sent)).toContain('approve')
    }),
    { numRuns: 1_000 },
  )
})
