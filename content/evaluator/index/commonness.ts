import type { PlanExpr, PlanRule } from '@clawback/model'
import { fold } from '../match/fold.js'
import { depthCap } from '../match/check.js'

const bits = 16
const gram = 4

/**
 * How common a text is likely to be in events, guessed from the rules alone: stretches that many rules write (a shell, a
 * system folder) are the common ones of the events too, and so are whole values that many rules ask for (a kind of event).
 * Counts each distinct text's stretches of four units, by hash, and the rules that ask for a whole value.
 */
export class Commonness {
  readonly #counts = new Uint16Array(1 << bits)
  readonly #known = new Set<string>()
  readonly #rules = new Map<string, number>()

  /** Counts the texts of a rule. */
  learn(rule: PlanRule): void {
    const whole = new Set<string>()
    for (const expr of [rule.condition, ...Object.values(rule.detections)]) {
      this.#learnExpr(expr, 0)
      wholeValues(expr, whole, 0)
    }
    for (const text of whole) this.#rules.set(text, (this.#rules.get(text) ?? 0) + 1)
  }

  /** Of how many texts the rarest stretch of this folded text is a part; 0 for texts shorter than a stretch. */
  of(text: string): number {
    let least = Infinity
    let key = 0
    for (let i = 0; i < text.length; i++) {
      key = (key << 8) ^ text.charCodeAt(i)
      if (i >= gram - 1) least = Math.min(least, this.#counts[place(key)] as number)
    }
    return least === Infinity ? 0 : least
  }

  /** How many rules ask for this folded text as a whole value. */
  asWhole(text: string): number {
    return this.#rules.get(text) ?? 0
  }

  /** Of how many texts the stretch of this key is a part; the last four folded units, eight bits apart. */
  ofGram(key: number): number {
    return this.#counts[place(key)] as number
  }

  #learnExpr(expr: PlanExpr, depth: number): void {
    if (depth > depthCap) return
    if ('and' in expr) for (const item of expr.and) this.#learnExpr(item, depth + 1)
    else if ('or' in expr) for (const item of expr.or) this.#learnExpr(item, depth + 1)
    else if ('not' in expr) this.#learnExpr(expr.not, depth + 1)
    else if ('field' in expr)
      for (const test of 'any' in expr ? expr.any : expr.all) if ('text' in test) this.learnText(test.text)
  }

  learnText(raw: string): void {
    const text = fold(raw)
    if (text.length < gram || this.#known.has(text)) return
    this.#known.add(text)
    let key = 0
    for (let i = 0; i < text.length; i++) {
      key = (key << 8) ^ text.charCodeAt(i)
      if (i < gram - 1) continue
      const at = place(key)
      this.#counts[at] = Math.min(0xffff, (this.#counts[at] as number) + 1)
    }
  }
}

function wholeValues(expr: PlanExpr, found: Set<string>, depth: number): void {
  if (depth > depthCap) return
  if ('and' in expr) for (const item of expr.and) wholeValues(item, found, depth + 1)
  else if ('or' in expr) for (const item of expr.or) wholeValues(item, found, depth + 1)
  else if ('not' in expr) wholeValues(expr.not, found, depth + 1)
  else if ('field' in expr)
    for (const test of 'any' in expr ? expr.any : expr.all) if (test.op === 'eq') found.add(fold(test.text))
}

function place(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> (32 - bits)
}
