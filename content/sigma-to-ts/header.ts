import type { PlanHeader, ResponseLevel, RuleLevel, RuleType } from '@clawback/model'
import { sha256 } from '@clawback/model'
import type { Place, Problems } from './problem.js'
import { entry } from './yaml.js'
import type { Mapping, Tree } from './yaml.js'

/** The header of a rule as written; `hash`, `alerts` and `requires` follow once its body is known. */
export interface Header extends Omit<PlanHeader, 'hash' | 'alerts' | 'requires'> {
  /** The name correlations may refer to. */
  readonly name: string | undefined
  readonly window: 'sliding' | 'tumbling' | 'session' | undefined
  readonly place: Place
}

const levels: readonly RuleLevel[] = ['informational', 'low', 'medium', 'high', 'critical']
const types: readonly RuleType[] = ['capability', 'threat', 'deviation']
const statuses = ['stable', 'test', 'experimental', 'deprecated']

/** Reads what all kinds of documents share (Sigma rules 2.1, Components), and our own `clawback` attribute. */
export function readHeader(map: Mapping, problems: Problems): Header {
  const title = text(map, 'title')
  if (title === undefined || title.length > 256)
    problems.add(map, 'the rule has no title of 1 to 256 characters', 'Say in `title` what the rule detects.')
  const own = readOwn(map, problems)
  const name = text(map, 'name')
  return {
    id: text(map, 'id') ?? name ?? sha256(`${map.path}#${title ?? ''}`).slice(0, 32),
    title: title ?? '',
    description: (text(map, 'description') ?? '').trim(),
    status: readStatus(map, problems),
    level: oneOf(map, 'level', levels, problems) ?? 'medium',
    tags: texts(map, 'tags'),
    falsePositives: texts(map, 'falsepositives'),
    source: `${map.path}:${map.line}`,
    name,
    place: map,
    ...own,
  }
}

function readStatus(map: Mapping, problems: Problems): string {
  const status = text(map, 'status')
  if (status === undefined) return 'experimental'
  const place = entry(map, 'status')?.value ?? map
  if (status === 'unsupported')
    problems.add(place, 'the rule says itself that it is unsupported', 'Leave it out.')
  else if (!statuses.includes(status))
    problems.add(place, `there is no status ${status}`, `Use one of ${statuses.join(', ')}.`)
  return status
}

type Own = Pick<Header, 'type' | 'response' | 'mode' | 'window'> & {
  readonly fix?: string
  readonly capability?: PlanHeader['capability'] & {}
}

/** The `clawback` attribute: `{type, response, capability: {action, target}, mode, window, fix}`. */
function readOwn(map: Mapping, problems: Problems): Own {
  const none: Own = { type: 'threat', response: 0, mode: 'enforce', window: undefined }
  const own = entry(map, 'clawback')
  if (own === undefined) return none
  if (own.value.type !== 'map') {
    problems.add(own, '`clawback` is not a mapping', 'Write type, response and capability under it.')
    return none
  }
  for (const item of own.value.entries)
    if (!['type', 'response', 'capability', 'mode', 'window', 'fix'].includes(item.key))
      problems.add(
        item,
        `clawback.${item.key} is unknown`,
        'Use type, response, capability, mode, window or fix.',
      )
  const type = oneOf(own.value, 'type', types, problems) ?? 'threat'
  const capability = readCapability(own.value, problems)
  const fix = readFix(own.value, problems)
  if (capability === undefined && type === 'capability')
    problems.add(
      own,
      'a capability rule says no capability',
      'Add clawback.capability with action and target.',
    )
  return {
    type,
    response: readResponse(own.value, problems),
    mode: oneOf(own.value, 'mode', ['shadow', 'enforce'] as const, problems) ?? 'enforce',
    window: oneOf(own.value, 'window', ['sliding', 'tumbling', 'session'] as const, problems),
    ...(capability === undefined ? {} : { capability }),
    ...(fix === undefined ? {} : { fix }),
  }
}

/** Longest advice kept, in UTF-16 units: it stands in tables and comments. */
const fixLength = 1024

function readFix(own: Mapping, problems: Problems): string | undefined {
  const item = entry(own, 'fix')
  if (item === undefined) return undefined
  const said = text(own, 'fix')?.trim()
  if (said !== undefined && said !== '' && said.length <= fixLength) return said
  problems.add(item, `clawback.fix is not a text of 1 to ${fixLength} characters`, 'Say in it what to do.')
  return undefined
}

function readResponse(own: Mapping, problems: Problems): ResponseLevel {
  const item = entry(own, 'response')
  if (item === undefined) return 0
  const level = item.value.type === 'scalar' ? item.value.value : undefined
  if (level === 0 || level === 1 || level === 2 || level === 3 || level === 4 || level === 5 || level === 6)
    return level
  problems.add(item.value, 'clawback.response is not a level', 'Give a number from 0 (alert) to 6.')
  return 0
}

function readCapability(own: Mapping, problems: Problems): { action: string; target: string } | undefined {
  const item = entry(own, 'capability')
  if (item === undefined) return undefined
  const action = item.value.type === 'map' ? text(item.value, 'action') : undefined
  const target = item.value.type === 'map' ? text(item.value, 'target') : undefined
  if (action !== undefined && target !== undefined) return { action, target }
  problems.add(
    item,
    'clawback.capability lacks action or target',
    'Write {action: file.read, target: "%file.path%"}.',
  )
  return undefined
}

/** The text of a plain value, or undefined when it is absent or empty. */
export function text(map: Mapping, key: string): string | undefined {
  const value = entry(map, key)?.value
  return value?.type === 'scalar' && value.text !== '' ? value.text : undefined
}

/** The texts of a list, or of a single value. */
export function texts(map: Mapping, key: string): string[] {
  const value = entry(map, key)?.value
  return value === undefined ? [] : scalars(value)
}

/** The texts of a list or of a single value that may hold nothing else; anything else in it is reported. */
export function names(map: Mapping, key: string, problems: Problems): string[] {
  const value = entry(map, key)?.value
  if (value === undefined) return []
  for (const item of value.type === 'list' ? value.items : [value])
    if (item.type !== 'scalar' || item.text === '')
      problems.add(item, `\`${key}\` holds something else than names`, 'List plain names.')
  return scalars(value)
}

export function scalars(value: Tree): string[] {
  const items = value.type === 'list' ? value.items : [value]
  return items.flatMap((item) => (item.type === 'scalar' && item.text !== '' ? [item.text] : []))
}

function oneOf<T extends string>(
  map: Mapping,
  key: string,
  allowed: readonly T[],
  problems: Problems,
): T | undefined {
  const found = entry(map, key)
  if (found === undefined) return undefined
  const value = found.value.type === 'scalar' ? found.value.text : ''
  const hit = allowed.find((one) => one === value)
  if (hit === undefined)
    problems.add(found.value, `${key} is \`${value}\``, `Use one of ${allowed.join(', ')}.`)
  return hit
}
