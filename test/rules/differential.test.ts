import { createEvaluator } from '@clawback/evaluator'
import fc from 'fast-check'
import { compileRules, emitModule } from 'sigma-to-ts'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { loadModule } from './module.js'
import { naive } from './naive.js'
import type { Event, Yaml } from './naive.js'

/** Few letters, so that things meet; backslashes and wildcards, where escaping goes wrong. */
const fragment = fc.constantFrom(
  'a',
  'b',
  'AB',
  'Ab',
  'é',
  'É',
  '-x',
  '/x',
  ' ',
  '\\',
  '1',
  '😀',
  '.exe',
  'cmd',
)
const value = fc.array(fragment, { maxLength: 4 }).map((parts) => parts.join(''))
const wild = fc
  .array(
    fc.oneof(
      { arbitrary: fragment, weight: 3 },
      { arbitrary: fc.constantFrom('*', '?', '\\*', '\\\\'), weight: 1 },
    ),
    { maxLength: 4 },
  )
  .map((parts) => parts.join(''))
const fieldName = fc.constantFrom('f', 'g.h', 'n')
const scalar: fc.Arbitrary<Yaml> = fc.oneof(
  { arbitrary: wild, weight: 6 },
  { arbitrary: fc.constantFrom<Yaml>(1, 0, true, false, ''), weight: 1 },
)
const list = (item: fc.Arbitrary<Yaml>, least: number): fc.Arbitrary<Yaml> =>
  fc.array(item, { minLength: least, maxLength: 5 })

const item: fc.Arbitrary<[string, Yaml]> = fc.oneof(
  fc.tuple(
    fc.tuple(fieldName, fc.constantFrom('', '|contains', '|startswith', '|endswith', '|cased', '|contains|cased', '|neq', '|contains|neq', '|windash')).map((parts) => parts.join('')),
    fc.oneof(scalar, list(scalar, 1)),
  ),
  fc.tuple(fieldName.map((name) => `${name}|contains|all`), list(scalar, 2)),
  fc.tuple(fieldName, fc.constant<Yaml>(null)),
  fc.tuple(fieldName.map((name) => `${name}|exists`), fc.boolean() as fc.Arbitrary<Yaml>),
  fc.tuple(fc.constantFrom('n|lt', 'n|lte', 'n|gt', 'n|gte'), fc.integer({ min: -1, max: 3 }) as fc.Arbitrary<Yaml>),
  fc.tuple(fc.constantFrom('f|re', 'f|re|i', 'f|re|s|m'), fc.constantFrom<Yaml>('a.b', '^A', 'b$', '[^a]1', '(a|cmd)+\\.exe', 'x{2}', '\\bcmd', '😀.')),
  fc.tuple(fc.constant('f|fieldref'), fc.constant<Yaml>('g.h')),
  fc.tuple(fc.constant('f|base64'), fc.constantFrom<Yaml>('a', 'ab')),
) // prettier-ignore

const map = fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => Object.fromEntries(items))
const keywords = fc.array(fc.oneof(fc.constantFrom('a', 'exe', 'é', 'cmd', '1')), {
  minLength: 1,
  maxLength: 3,
})
const identifier: fc.Arbitrary<Yaml> = fc.oneof(
  { arbitrary: map, weight: 5 },
  { arbitrary: fc.array(map, { minLength: 1, maxLength: 3 }), weight: 1 },
  { arbitrary: keywords, weight: 1 },
  { arbitrary: keywords.filter((all) => all.length > 1).map((all) => ({ '|all': all })), weight: 1 },
)
const condition = fc.constantFrom(
  'sel_a', 'not sel_a', 'sel_a and sel_b', 'sel_a or sel_b', 'sel_a and not sel_b', 'not sel_a and not sel_b',
  '1 of sel_*', 'all of sel_*', '1 of them', 'all of them and not _c', '(sel_a or _c) and not sel_b', 'not (sel_a and sel_b) or _c',
) // prettier-ignore
const detection = fc.record({ sel_a: identifier, sel_b: identifier, _c: identifier, condition })
const event: fc.Arbitrary<Event> = fc.record(
  {
    f: fc.oneof(value, fc.array(value, { maxLength: 2 }), fc.constant(null), fc.constantFrom('YQ==', 'YWI=')),
    'g.h': fc.oneof(value, fc.boolean()),
    n: fc.oneof(fc.integer({ min: -1, max: 3 }), fc.constantFrom('2', '', 'x', '1e0')),
  },
  { requiredKeys: [] },
)

describe('the interpreter, the generated module and the specification', () => {
  it('agree on every rule and event', async () => {
    const seen = { compared: 0, fired: 0, refused: 0 }
    await fc.assert(
      fc.asyncProperty(
        fc.array(detection, { minLength: 8, maxLength: 12 }),
        fc.array(event, { minLength: 10, maxLength: 20 }),
        async (detections, events) => {
          const text = detections
            .map((one, i) =>
              stringify({ title: `R ${i}`, id: `r${i}`, logsource: { product: 'x' }, detection: one }),
            )
            .join('---\n')
          const { plan, errors } = compileRules([{ path: 'r.yml', text }])
          const refused = new Set(errors.map((error) => error.rule))
          const evaluator = createEvaluator(plan, { logsource: () => ({ product: 'x' }) })
          expect(evaluator.stats().skipped).toEqual([])
          seen.refused += refused.size
          const rules = await loadModule(emitModule(plan).text)
          for (const one of events) {
            seen.compared += plan.rules.length
            const interpreted = evaluator.evaluate(one).map((alert) => alert.rule)
            seen.fired += interpreted.length
            const generated = rules.filter(({ matches }) => matches(one)).map(({ id }) => id)
            const specified = detections.flatMap((d, i) =>
              !refused.has(`r${i}`) && naive(d, one) ? [`r${i}`] : [],
            )
            expect([one, generated, text]).toEqual([one, interpreted, text])
            expect([one, interpreted, text]).toEqual([one, specified, text])
          }
        },
      ),
      { numRuns: Number(process.env['CLAWBACK_RUNS'] ?? 60) },
    )
    // Neither always nor never: the comparison says something.
    expect(seen.fired / seen.compared).toBeGreaterThan(0.1)
    expect(seen.fired / seen.compared).toBeLessThan(0.9)
  }, 600_000)
})
