import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { ClawbackError } from '@clawback/model'
import type { Trust, TrustedKey } from '@clawback/model'
import { connectors } from '../sources/connectors.js'
import type { GuardConfig, OnCall, Person, ResourceLabel, SourceConfig } from './config.js'
import { openYaml } from './node.js'
import type { Place } from './node.js'

/** Reads guard.yaml. Throws INPUT_NOT_FOUND, and INPUT_MALFORMED with file:line. */
export async function readGuardConfig(path: string): Promise<GuardConfig> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new ClawbackError('INPUT_NOT_FOUND', { locator: path }, error)
  })
  return parseGuardConfig(path, text)
}

/** Checks the text of a guard.yaml; relative paths in it are relative to its folder. */
export function parseGuardConfig(path: string, text: string): GuardConfig {
  const root = openYaml(path, text)
  root.only(
    'state',
    'sources',
    'people',
    'on_call',
    'resources',
    'registry',
    'untrusted_tools',
    'packs',
    'keys',
    'response',
  )
  const folder = dirname(resolve(path))
  const state = root.at('state')
  if (state === undefined)
    throw root.wrong('state is missing', 'Name a folder for the guard to keep its files.')
  const people = items(root, 'people').map(person)
  const sources = items(root, 'sources').map((place) => source(place, folder))
  refuseTwice(items(root, 'sources'), sources)
  return {
    path,
    state: resolve(folder, state.text()),
    sources,
    people,
    onCall: items(root, 'on_call').map((place) => onCall(place, people)),
    resources: items(root, 'resources').map(resource),
    registry: { mcpServers: new Set(texts(root.at('registry'), 'mcp_servers')) },
    untrustedTools: texts(root, 'untrusted_tools'),
    packs: texts(root, 'packs').map((pack) => resolve(folder, pack)),
    keys: items(root, 'keys').map(key),
    response: root.at('response')?.plain(),
  }
}

function source(place: Place, folder: string): SourceConfig {
  place.only('name', 'connector', 'trust', 'login', 'file', 'listen')
  const connector = needed(place, 'connector').text()
  if (!connectors.has(connector))
    throw needed(place, 'connector').wrong(
      `${connector} is not a connector`,
      `Known: ${[...connectors.keys()].join(', ')}.`,
    )
  const trust = needed(place, 'trust')
  if (![0, 1, 2, 3].includes(trust.number())) throw trust.wrong('trust is 0, 1, 2 or 3')
  const name = place.at('name')?.text() ?? connector
  if (!/^[a-z0-9][a-z0-9._-]{0,63}$/.test(name))
    throw place.wrong(`${name} is not a source name`, 'Use small letters, digits, dots and dashes.')
  const login = place.at('login')?.text()
  const file = place.at('file')?.text()
  return {
    name,
    connector,
    trust: trust.number() as Trust,
    ...(login === undefined ? {} : { login }),
    ...(file === undefined ? {} : { file: resolve(folder, file) }),
    ...listen(place),
  }
}

/** Only loopback: this receiver has no authentication of its own. */
function listen(place: Place): Pick<SourceConfig, 'listen'> {
  const at = place.at('listen')
  if (at === undefined) return {}
  const [, host, port] = /^(127\.0\.0\.1|localhost):(\d{1,5})$/.exec(at.text()) ?? []
  if (host === undefined || Number(port) > 65535)
    throw at.wrong('listen is not a loopback address', 'Write 127.0.0.1:PORT.')
  return { listen: { host: '127.0.0.1', port: Number(port) } }
}

function refuseTwice(places: readonly Place[], sources: readonly SourceConfig[]): void {
  sources.forEach(({ name }, index) => {
    if (sources.findIndex((other) => other.name === name) < index)
      throw places[index]?.wrong(`two sources are named ${name}`) ?? new Error(name)
  })
}

function person(place: Place): Person {
  place.only('id', 'emails', 'subjects', 'logins', 'zone', 'hours')
  const id = needed(place, 'id').text()
  const zone = place.at('zone')
  if (zone !== undefined && !knownZone(zone.text())) throw zone.wrong(`${zone.text()} is not a time zone`)
  const hours = place.at('hours')
  hours?.only('from', 'to', 'days')
  return {
    id: id.startsWith('human:') ? id : `human:${id}`,
    emails: texts(place, 'emails').map((email) => email.toLowerCase()),
    subjects: texts(place, 'subjects'),
    logins: texts(place, 'logins'),
    zone: zone?.text() ?? 'UTC',
    ...(hours === undefined
      ? {}
      : {
          hours: {
            from: minutes(needed(hours, 'from')),
            to: minutes(needed(hours, 'to')),
            days: (hours.at('days')?.list() ?? []).map((day) => day.number()),
          },
        }),
  }
}

function knownZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

function minutes(place: Place): number {
  const [, hour, minute] = /^([01]?\d|2[0-4]):([0-5]\d)$/.exec(place.text()) ?? []
  if (hour === undefined) throw place.wrong('a time of day like "08:30" is expected')
  return Number(hour) * 60 + Number(minute)
}

function onCall(place: Place, people: readonly Person[]): OnCall {
  place.only('human', 'from', 'to', 'ticket')
  const human = needed(place, 'human')
  const known = people.find(({ id }) => id === human.text() || id === `human:${human.text()}`)
  if (known === undefined) throw human.wrong(`${human.text()} is not among the people`)
  const ticket = place.at('ticket')?.text()
  const [from, to] = [instant(needed(place, 'from')), instant(needed(place, 'to'))]
  if (to <= from) throw place.wrong('the window ends before it begins')
  return { human: known.id, from, to, ...(ticket === undefined ? {} : { ticket }) }
}

function instant(place: Place): number {
  const time = Date.parse(place.text())
  if (Number.isNaN(time)) throw place.wrong('an RFC 3339 time is expected')
  return time
}

function resource(place: Place): ResourceLabel {
  place.only('match', 'env', 'sensitivity')
  const match = needed(place, 'match').text()
  const pattern = match.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return {
    match: new RegExp(`^${pattern.join('.*')}$`, 's'),
    env: place.at('env')?.text() ?? 'unknown',
    sensitivity: texts(place, 'sensitivity'),
  }
}

function key(place: Place): TrustedKey {
  place.only('keyid', 'public_key', 'level', 'roles', 'expires')
  const level = needed(place, 'level')
  if (![0, 1, 2, 3, 4, 5, 6].includes(level.number())) throw level.wrong('level is 0 to 6')
  const expires = place.at('expires')?.text()
  return {
    keyid: needed(place, 'keyid').text(),
    publicKey: needed(place, 'public_key').text(),
    level: level.number() as TrustedKey['level'],
    roles: place.at('roles') === undefined ? ['publisher'] : (texts(place, 'roles') as TrustedKey['roles']),
    ...(expires === undefined ? {} : { expires }),
  }
}

function needed(place: Place, name: string): Place {
  const found = place.at(name)
  if (found === undefined) throw place.wrong(`${name} is missing`)
  return found
}

function items(place: Place, name: string): readonly Place[] {
  return place.at(name)?.list() ?? []
}

function texts(place: Place | undefined, name: string): readonly string[] {
  return (
    place
      ?.at(name)
      ?.list()
      .map((item) => item.text()) ?? []
  )
}
