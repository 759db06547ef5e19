import type { CallInput, Value } from '../nouns.js'
import { unknown } from '../values.js'

/** A function that is handed over with what it will be called with. */
export interface Deferred {
  readonly target: Value
  readonly input: CallInput
}

type Arrange = (input: CallInput) => Deferred

/** `start(f, a, b)`: the function stands at a place, and what stands behind it, or from another place on, is given to it. */
function after(at: number, from: number = at + 1): Arrange {
  return ({ args, named }) => ({
    target: args[at] ?? unknown,
    input: { args: args.slice(from), named },
  })
}

/** `start(f, (a, b), {c: d})`: what is given to it is one list, and perhaps a table. */
function packed(at: number): Arrange {
  return ({ args }) => ({ target: args[at] ?? unknown, input: unpacked(args[at + 1], args[at + 2]) })
}

/** `Thread(target=f, args=(a, b))` (Python library reference, threading, multiprocessing). */
const threaded: Arrange = ({ args, named }) => ({
  target: named.get('target') ?? args[1] ?? unknown,
  input: unpacked(named.get('args') ?? args[3], named.get('kwargs') ?? args[4]),
})

/** `Timer(5, f, (a, b))`. */
const timed: Arrange = ({ args, named }) => ({
  target: named.get('function') ?? args[1] ?? unknown,
  input: unpacked(named.get('args') ?? args[2], named.get('kwargs') ?? args[3]),
})

function unpacked(list: Value | undefined, table: Value | undefined): CallInput {
  return { args: list?.items ?? [], named: table?.shape ?? new Map() }
}

const ways: Readonly<Record<string, readonly (readonly [RegExp, Arrange])[]>> = {
  python: [
    [/^(?:threading|multiprocessing)\.(?:Thread|Process)$/, threaded],
    [/^threading\.Timer$/, timed],
    [/^_thread\.start_new_thread$/, packed(0)],
    [/^concurrent\.futures\.(?:\w+\.)*submit$|^asyncio\.to_thread$|^atexit\.register$/, after(0)],
    [/^(?:multiprocessing|multiprocessing\.pool)\.\w+\.(?:apply|apply_async)$/, packed(0)],
    [/^asyncio\.(?:\w+\.)*run_in_executor$|^weakref\.finalize$/, after(1)],
    [/^asyncio\.(?:\w+\.)*call_soon(?:_threadsafe)?$/, after(0)],
    [/^asyncio\.(?:\w+\.)*call_(?:later|at)$/, after(1)],
  ],
  javascript: [
    [/^(?:global\.|globalThis\.|window\.)?(?:setTimeout|setInterval)$/, after(0, 2)],
    [/^(?:global\.|globalThis\.)?(?:setImmediate|process\.nextTick)$/, after(0)],
  ],
}

/** What a call has called later, or by somebody else, and with what; undefined for all other calls. */
export function deferred(family: string, name: string, input: CallInput): Deferred | undefined {
  const arrange = ways[family]?.find(([named]) => named.test(name))?.[1]
  const found = arrange?.(input)
  return found === undefined || (found.target.closure ?? found.target.path) === undefined ? undefined : found
}
