import { foldUnit } from '../match/fold.js'

/** Finds which needles occur in a text, in one pass (Aho and Corasick 1975). Needles are folded, texts need not be. */
export interface Finder {
  /** Reports the value of every needle that occurs; a value may be reported more than once. */
  scan(text: string, report: (value: number) => void): void
  readonly states: number
}

/** Table cells spent on complete rows for the states next to the root, where almost all time is spent. */
const denseCells = 65_536

/** `needles`: folded text, none empty, and the values to report for it. */
export function makeFinder(needles: ReadonlyMap<string, readonly number[]>): Finder {
  const classes = classify(needles.keys())
  const trie = growTrie(needles, classes)
  const machine = link(trie, classes.count)
  return { scan: (text, report) => scan(machine, classes, text, report), states: machine.fail.length }
}

/** Class 0 stands for every unit that no needle holds. Case is folded here, so texts need no copy. */
interface Classes {
  readonly ascii: Uint16Array
  readonly beyond: ReadonlyMap<number, number>
  readonly count: number
}

function classify(needles: Iterable<string>): Classes {
  const known = new Map<number, number>()
  for (const needle of needles)
    for (let i = 0; i < needle.length; i++) {
      const unit = needle.charCodeAt(i)
      if (!known.has(unit)) known.set(unit, known.size + 1)
    }
  const ascii = Uint16Array.from({ length: 128 }, (_, unit) => known.get(foldUnit(unit)) ?? 0)
  return { ascii, beyond: known, count: known.size + 1 }
}

interface Trie {
  readonly next: Map<number, number>[]
  readonly values: (readonly number[] | undefined)[]
}

function growTrie(needles: ReadonlyMap<string, readonly number[]>, { beyond }: Classes): Trie {
  const next: Map<number, number>[] = [new Map<number, number>()]
  const values: (readonly number[] | undefined)[] = [undefined]
  for (const [needle, found] of needles) {
    let state = 0
    for (let i = 0; i < needle.length; i++) {
      const kind = beyond.get(needle.charCodeAt(i)) ?? 0
      let child = next[state]?.get(kind)
      if (child === undefined) {
        child = next.push(new Map()) - 1
        values.push(undefined)
        next[state]?.set(kind, child)
      }
      state = child
    }
    values[state] = found
  }
  return { next, values }
}

/** States by depth, so that those near the root come first. Edges of a state lie side by side. */
interface Machine {
  readonly fail: Int32Array
  readonly edgeStart: Int32Array
  readonly edgeClass: Uint16Array
  readonly edgeNext: Int32Array
  /** Complete rows of the first states. */
  readonly dense: Int32Array
  readonly denseStates: number
  readonly width: number
  readonly values: readonly (readonly number[] | undefined)[]
  /** The state itself or the nearest one behind it that reports something; 0 for none. */
  readonly says: Int32Array
}

function link(trie: Trie, width: number): Machine {
  const order = byDepth(trie)
  const size = order.length
  const place = new Int32Array(size)
  order.forEach((state, at) => (place[state] = at))
  const edgeStart = new Int32Array(size + 1)
  const edgeClass = new Uint16Array(Math.max(0, size - 1))
  const edgeNext = new Int32Array(Math.max(0, size - 1))
  let edge = 0
  for (const [at, state] of order.entries()) {
    edgeStart[at] = edge
    for (const [kind, child] of trie.next[state] ?? []) {
      edgeClass[edge] = kind
      edgeNext[edge++] = place[child] ?? 0
    }
  }
  edgeStart[size] = edge
  const values = order.map((state) => trie.values[state])
  const denseStates = Math.max(1, Math.min(size, Math.floor(denseCells / width)))
  const machine: Machine = {
    fail: new Int32Array(size),
    edgeStart,
    edgeClass,
    edgeNext,
    dense: new Int32Array(denseStates * width),
    denseStates,
    width,
    values,
    says: new Int32Array(size),
  }
  fillLinks(machine)
  return machine
}

function byDepth({ next }: Trie): number[] {
  const order = [0]
  for (const state of order) for (const child of next[state]?.values() ?? []) order.push(child)
  return order
}

/** Parents come before their children, so one pass settles the links, the reports and the complete rows. */
function fillLinks(machine: Machine): void {
  const { fail, edgeStart, edgeClass, edgeNext, dense, denseStates, width, values, says } = machine
  for (let state = 0; state < fail.length; state++) {
    says[state] = values[state] === undefined ? (says[fail[state] ?? 0] ?? 0) : state
    const row = state < denseStates ? state * width : -1
    if (row > 0) dense.copyWithin(row, (fail[state] ?? 0) * width, (fail[state] ?? 0) * width + width)
    for (let edge = edgeStart[state] ?? 0; edge < (edgeStart[state + 1] ?? 0); edge++) {
      const child = edgeNext[edge] ?? 0
      if (state > 0) fail[child] = step(machine, fail[state] ?? 0, edgeClass[edge] ?? 0)
      if (row >= 0) dense[row + (edgeClass[edge] ?? 0)] = child
    }
  }
}

function step(machine: Machine, from: number, kind: number): number {
  const { fail, edgeStart, edgeClass, edgeNext, dense, denseStates, width } = machine
  let state = from
  while (state >= denseStates) {
    const end = edgeStart[state + 1] ?? 0
    for (let edge = edgeStart[state] ?? 0; edge < end; edge++)
      if (edgeClass[edge] === kind) return edgeNext[edge] ?? 0
    state = fail[state] ?? 0
  }
  return dense[state * width + kind] ?? 0
}

function scan(machine: Machine, classes: Classes, text: string, report: (value: number) => void): void {
  const { says, values, fail } = machine
  const { ascii, beyond } = classes
  let state = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    const kind = unit < 128 ? (ascii[unit] ?? 0) : (beyond.get(foldUnit(unit)) ?? 0)
    if (kind === 0) {
      state = 0
      continue
    }
    state = step(machine, state, kind)
    for (let at = says[state] ?? 0; at !== 0; at = says[fail[at] ?? 0] ?? 0) {
      const found = values[at]
      if (found !== undefined) for (const value of found) report(value)
    }
  }
}
