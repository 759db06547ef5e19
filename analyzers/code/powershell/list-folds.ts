import { reverse } from '../fold/common.js'
import type { Fold, Value } from '../nouns.js'
import { asText, exactText, listValue, numberValue, taintOf, textValue, unknown } from '../values.js'
import { codeOf } from './text-folds.js'

const most = 4096

/** A text or another single thing is one item and not its letters. */
const items: Fold = ({ args: [value] }) => {
  if (value === undefined) return unknown
  if (value.items !== undefined && value.text === undefined) return value
  if (value.items !== undefined) return { items: value.items, taint: value.taint }
  const isThing =
    asText(value) !== undefined ||
    value.path !== undefined ||
    value.shape !== undefined ||
    value.closure !== undefined
  return isThing ? listValue([value]) : value
}

/** `@(…)` is a list, whatever is in it. */
const list: Fold = (input) => (input.args[0] === undefined ? listValue([]) : items(input))

const range: Fold = ({ args: [from, to] }) => {
  const [first, last] = [codeOf(from), codeOf(to)]
  if (first === undefined || last === undefined || Math.abs(last - first) >= most) return unknown
  const step = last < first ? -1 : 1
  const isLetters = from?.number === undefined && /^[A-Za-z]$/.test(from?.text ?? '')
  return listValue(
    Array.from({ length: Math.abs(last - first) + 1 }, (_, i) => first + i * step).map((one) =>
      isLetters ? textValue(String.fromCharCode(one)) : numberValue(one),
    ),
  )
}

/** The numbers that a loop counts through, from one to another by steps. */
const counted: Fold = ({ args: [from, to, by, compared] }) => {
  const [first, last, step] = [from, to, by].map((value) => value?.number)
  if (first === undefined || last === undefined || step === undefined || step === 0) return unknown
  const isWithin = compared?.text?.endsWith('e') === true
  const isUp = compared?.text?.startsWith('l') === true
  if (isUp !== step > 0) return unknown
  const length = Math.floor((last - first) / step) + (isWithin || (last - first) % step !== 0 ? 1 : 0)
  if (length <= 0 || length > most) return unknown
  return listValue(Array.from({ length }, (_, i) => numberValue(first + i * step)))
}

/** `$whole[3,1,2]` and `$whole[-1..-9]`. */
const picked: Fold = ({ receiver, args }) => {
  const text = receiver?.items === undefined && receiver !== undefined ? exactText(receiver) : undefined
  const all =
    receiver?.items ?? (text === undefined ? undefined : Array.from(text).map((one) => textValue(one)))
  const places = args.flatMap((one) => one.items ?? [one]).map(({ number }) => number)
  if (all === undefined || !places.every((one) => one !== undefined)) return undefined
  return listValue(places.slice(0, most).flatMap((place) => all.at(place) ?? []))
}

/** `@table` on a command line: names and what they are worth. */
const laidOut: Fold = ({ args: [value] }) => {
  if (value?.items !== undefined) return value
  const words = [...(value?.shape ?? [])].flatMap(([name, one]) => [textValue(`-${name}`), one])
  return words.length === 0 ? (value ?? unknown) : listValue(words)
}

/** `Select-Object -First 1`, `-Index 3`, and what else lets things through as they are. */
const selected: Fold = ({ args, input }) => {
  if (input === undefined) return undefined
  const words = args.map((value) => asText(value)?.toLowerCase() ?? '')
  const given = (start: string): number | undefined => {
    const at = words.findIndex((word) => word.length > 2 && `-${start}`.startsWith(word))
    return at < 0 ? undefined : args[at + 1]?.number
  }
  if (words.some((word) => word.startsWith('-exp'))) {
    const name = words.find((_, i) => i > 0 && words[i - 1]?.startsWith('-exp') === true) ?? ''
    const found = (input.items ?? [input]).map((one) => one.shape?.get(name) ?? { taint: one.taint })
    return found.length === 1 ? found[0] : listValue(found)
  }
  if (input.items === undefined) return input
  const [first, last, skip, index] = ['first', 'last', 'skip', 'index'].map(given)
  const kept = input.items.slice(skip ?? 0)
  const some: readonly Value[] =
    first !== undefined
      ? kept.slice(0, first)
      : last !== undefined
        ? input.items.slice(-last)
        : index === undefined
          ? kept
          : [input.items[index] ?? unknown]
  return some.length === 1 ? some[0] : { ...listValue(some), taint: taintOf(some) }
}

const through: Fold = ({ args: [first], input }) => input ?? first

export const listFolds: ReadonlyMap<string, Fold> = new Map<string, Fold>([
  ['<items>', items],
  ['<array>', list],
  ['<range>', range],
  ['<counted>', counted],
  ['<splat>', laidOut],
  ['<reverse>', (input) => reverse(input) ?? input.args[0] ?? unknown],
  ['select-object', selected],
  ...['sort-object', 'write-output', 'out-string', 'get-unique', 'tee-object', 'get-random'].map(
    (name) => [name, through] as const,
  ),
])

const size: Fold = ({ receiver, args }) => {
  if (args.length > 0) return undefined
  const text = receiver?.items === undefined && receiver !== undefined ? exactText(receiver) : undefined
  const length = receiver?.items?.length ?? text?.length
  return length === undefined ? undefined : numberValue(length)
}

export const listMethods: ReadonlyMap<string, Fold> = new Map<string, Fold>([
  ['[,]', picked],
  ['clone', ({ receiver }) => receiver],
  ['length', size],
  ['count', size],
])
