import type { FunctionDef } from '../ir.js'
import type { CallInput, Handing, Value } from '../nouns.js'
import { asText, exactText, taintOf, textValue, unknown, withTaint } from '../values.js'
import { commandName } from './names.js'
import type { Described } from './parameters.js'
import { describedParams } from './parameters.js'

/** Words of a list that are told one by one. */
const mostWords = 24

/**
 * What a command line calls and with what: `&` calls what comes after it by name, as a command or as a block; a function
 * of the code is given its words by the names of its parameters, and all else gets them one after the other.
 */
export const handed: Handing = (callee, method, input, named) => {
  const { receiver } = input
  if (
    receiver?.closure !== undefined &&
    method !== undefined &&
    invoking.has(method) &&
    callee.closure === undefined
  )
    return { callee: receiver, input: bound(receiver, { ...input, receiver: undefined }) }
  if (receiver?.closure?.instance !== undefined && method === 'new')
    return { callee: receiver, input: { ...input, receiver: undefined } }
  const isOperator = callee.path?.startsWith('<') === true
  if (method !== undefined || isOperator) return { callee, input }
  const [meant, ...args] = input.args
  if (callee.path === '&' && callee.made !== true && meant !== undefined) {
    const found = meantBy(meant, named)
    if (found?.closure !== undefined) return { callee: found, input: bound(found, { ...input, args }) }
    if (found !== undefined) return { callee: found, input: laidOut(found, { ...input, args }) }
  }
  return { callee, input: callee.closure === undefined ? laidOut(callee, input) : bound(callee, input) }
}

const invoking: ReadonlySet<string> = new Set(['invoke', 'invokereturnasis', 'invokewithcontext'])

/** What is named by a text, or is a thing that can be called; a path is that of a program and stays what is started. */
function meantBy(value: Value, named: (name: string) => Value): Value | undefined {
  if (value.closure !== undefined) return value
  const text = exactText(value)
  if (text !== undefined && value.number === undefined)
    return /^[\w?%.-]{1,120}$/.test(text) && !/\.(?:ps1|bat|cmd)$/i.test(text)
      ? named(commandName(text))
      : undefined
  const isCommand =
    value.path !== undefined && value.sure === true && value.made !== true && value.text === undefined
  return isCommand && /^[a-z]+-[a-z]+$/.test(value.path ?? '') ? value : undefined
}

/** Words one after the other; what is piped into a command that works on files names them. */
function laidOut({ path }: Value, input: CallInput): CallInput {
  const args = input.args.flatMap((value) => {
    const { items } = value
    if (items === undefined || value.text !== undefined || items.length > mostWords) return [value]
    const isMarked = items.some(({ taint }) => taint !== undefined)
    return isMarked ? items : items.map((item) => withTaint(item, value.taint))
  })
  const fed = input.input
  const files = path !== undefined && onFiles.has(path) ? (fed?.items ?? [fed]).slice(0, mostWords) : []
  const named = files.flatMap((one) => (one === undefined || asText(one) === undefined ? [] : [one]))
  return { ...input, args: [...args, ...named] }
}

/** Commands that take the names of files from what is piped into them. */
const onFiles: ReadonlySet<string> = new Set([
  ...['get-content', 'copy-item', 'move-item', 'remove-item', 'compress-archive', 'get-item', 'invoke-item'],
])

/** Words by the names of the parameters that they are for; what is piped in comes by names that every function has. */
function bound({ closure }: Value, input: CallInput): CallInput {
  if (closure === undefined) return input
  const { def } = closure
  const params = describedParams(def)
  const given = new Map<string, Value>(input.named)
  const loose: Value[] = []
  for (let i = 0; i < input.args.length; i++) {
    const value = input.args[i] ?? unknown
    const said = value.number === undefined ? parameter.exec(exactText(value) ?? '') : null
    const word = said?.[1]?.toLowerCase()
    const hasValue = said?.[2] === ':'
    const param = word === undefined ? undefined : paramOf(params, word)
    if (param?.isSwitch === true && !hasValue) given.set(param.name, textValue('true'))
    else if (param !== undefined) given.set(param.name, input.args[++i] ?? unknown)
    else if (word !== undefined && common.test(word)) i++
    else if (word !== undefined && params.length > 0 && commonSwitch.test(word)) continue
    else loose.push(value)
  }
  const open = params.filter(({ name, isSwitch }) => !isSwitch && !given.has(name))
  piped(given, open, input.input)
  const places = open.filter(({ name }) => !given.has(name))
  places.forEach(({ name }, i) => {
    const value = loose[i]
    if (value !== undefined) given.set(name, value)
  })
  const rest = loose.slice(places.length)
  if (takes(def, '$args')) given.set('$args', { items: rest, taint: taintOf(rest) })
  return { ...input, args: [], named: given }
}

function piped(given: Map<string, Value>, open: readonly Described[], input: Value | undefined): void {
  if (input === undefined) return
  given.set('$input', input)
  given.set('$_', input)
  const takes = open.find(({ fromPipe }) => fromPipe)
  if (takes !== undefined) given.set(takes.name, input)
}

function takes({ params }: FunctionDef, name: string): boolean {
  return params.some(({ target }) => target.kind === 'name' && target.name === name)
}

function paramOf(params: readonly Described[], word: string): Described | undefined {
  const whole = params.find(({ words }) => words.includes(word))
  return whole ?? params.find(({ words }) => words.some((one) => one.startsWith(word)))
}

const parameter = /^-([a-z][\w-]{0,60})(:?)$/i
const commonSwitch = /^(?:verbose|vb|debug|db|whatif|wi|confirm|cf)$/

/** Parameters that every function with a binding has, and that take a value (about_CommonParameters). */
const common =
  /^(?:e(?:rror)?a(?:ction)?|w(?:arning)?a(?:ction)?|errorvariable|ev|warningvariable|outvariable|ov|outbuffer|ob)$/i
