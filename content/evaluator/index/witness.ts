import type { PlanExpr, PlanRule, PlanTest } from '@clawback/model'
import { fold } from '../match/fold.js'
import { depthCap } from '../match/check.js'
import type { Lists } from '../match/tests.js'
import { literals, longest, patternOf } from '../regex/literals.js'
import { Commonness } from './commonness.js'

/**
 * Something cheap to see that must be there for a rule to hold: a field with exactly this text, with this text somewhere
 * in it, at its start or at its end, or a field that is there at all. Texts are folded.
 */
export interface Atom {
  readonly field: string | null
  readonly kind: 'equal' | 'anywhere' | 'start' | 'end' | 'present'
  readonly text: string
}

/** Atoms of which at least one is there whenever a rule holds, and a guess how often that will be. */
interface Cover {
  readonly atoms: readonly Atom[]
  readonly cost: number
}

/** The witnesses of a rule; undefined when it may hold without any, so that it must always be looked at. */
export function witnesses(
  rule: PlanRule,
  lists: Lists,
  common: Commonness = new Commonness(),
): readonly Atom[] | undefined {
  return new Search(rule, lists, common).cover(rule.condition, 0)?.atoms
}

const presentCost = 1000

class Search {
  readonly #rule: PlanRule
  readonly #lists: Lists
  readonly #common: Commonness

  constructor(rule: PlanRule, lists: Lists, common: Commonness) {
    this.#rule = rule
    this.#lists = lists
    this.#common = common
  }

  cover(expr: PlanExpr, depth: number): Cover | undefined {
    if (depth > depthCap) return undefined
    const below = (item: PlanExpr): Cover | undefined => this.cover(item, depth + 1)
    if ('and' in expr) return best(expr.and.map(below))
    if ('or' in expr) return union(expr.or.map(below))
    if ('not' in expr) return undefined
    if ('use' in expr) {
      const { detections } = this.#rule
      const target = Object.hasOwn(detections, expr.use) ? detections[expr.use] : undefined
      return target === undefined ? undefined : below(target)
    }
    const { field } = expr
    return 'any' in expr
      ? union(expr.any.map((test) => this.#ofTest(field, test)))
      : best(expr.all.map((test) => this.#ofTest(field, test)))
  }

  #ofTest(field: string | null, test: PlanTest): Cover | undefined {
    switch (test.op) {
      case 'eq':
        return this.#text(field, field === null ? 'anywhere' : 'equal', test.text)
      case 'contains':
        return this.#text(field, 'anywhere', test.text)
      case 'startswith':
        return this.#text(field, 'start', test.text)
      case 'endswith':
        return this.#text(field, 'end', test.text)
      case 'glob':
        return best(
          test.parts.map((part, i) =>
            typeof part === 'string'
              ? this.#text(field, i === 0 ? 'start' : i === test.parts.length - 1 ? 'end' : 'anywhere', part)
              : undefined,
          ),
        ) ?? present(field) // prettier-ignore
      case 're':
        return union((literals(patternOf(test)) ?? ['']).map((text) => this.#text(field, 'anywhere', text)))
      case 'list':
        return union(
          (Object.hasOwn(this.#lists, test.list) ? (this.#lists[test.list] ?? []) : []).map((entry) =>
            this.#text(field, 'anywhere', longest(`${test.before}${entry}${test.after}`.split(/[*?]/))),
          ),
        )
      case 'exists':
        return test.value ? present(field) : undefined
      case 'null':
        return undefined
      default:
        return present(field)
    }
  }

  /** Longer texts are rarer, whole values rarer still, and what many rules ask for is common. */
  #text(field: string | null, kind: Exclude<Atom['kind'], 'present'>, text: string): Cover | undefined {
    const folded = fold(text)
    if (folded === '' && kind !== 'equal') return present(field)
    const { length } = folded
    const base =
      kind === 'equal'
        ? length >= 6 ? 1 : length >= 3 ? 6 : 30
        : length >= 10 ? 1 : length >= 7 ? 2 : length >= 5 ? 4 : length === 4 ? 10 : length === 3 ? 30 : 150 // prettier-ignore
    const asked = kind === 'equal' ? this.#common.asWhole(folded) : 0
    const cost = Math.min(presentCost - 1, base * (1 + this.#common.of(folded) + asked))
    return { atoms: [{ field, kind, text: folded }], cost }
  }
}

function best(covers: readonly (Cover | undefined)[]): Cover | undefined {
  return covers.reduce(
    (a, b) => (b === undefined || (a !== undefined && a.cost <= b.cost) ? a : b),
    undefined,
  )
}

function union(covers: readonly (Cover | undefined)[]): Cover | undefined {
  if (covers.length === 0) return undefined
  const known = covers.filter((one) => one !== undefined)
  if (known.length < covers.length) return undefined
  const cost = known.reduce((sum, one) => sum + one.cost, 0)
  return { atoms: known.flatMap((one) => one.atoms), cost }
}

/** Any value at all: of keywords that is every event, so it is no witness. */
function present(field: string | null): Cover | undefined {
  return field === null ? undefined : { atoms: [{ field, kind: 'present', text: '' }], cost: presentCost }
}
