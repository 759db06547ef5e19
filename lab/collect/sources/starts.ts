import { maskArgs, maskEnv } from '@clawback/analyzers'
import type { ServerStart } from '../sample.js'
import { listOf, membersOf, textOf } from './members.js'

type Members = Readonly<Record<string, unknown>>

/** Arguments, variables, and names of variables that are kept of one start. */
const most = 64

/** What a registry says of how a package is started (server.json; the older field names are read too). */
export function registryStart(one: Members): ServerStart | undefined {
  const args = listOf(one['packageArguments'] ?? one['package_arguments']).flatMap((arg) => argsOf(membersOf(arg))) // prettier-ignore
  const variables = listOf(one['environmentVariables'] ?? one['environment_variables']).map(membersOf)
  return startOf(args, variables.flatMap(variableOf))
}

/** What a server of the docker catalog is started with: `run.command`, `run.env`, `config.env`, `config.secrets`. */
export function dockerStart(server: Members): ServerStart | undefined {
  const [run, config] = [membersOf(server['run']), membersOf(server['config'])]
  const env = listOf(config['env']).flatMap((item): Variable[] => {
    const { name, value } = membersOf(item)
    return typeof name === 'string' ? [{ name, value: textOf(value), set: true }] : []
  })
  const secrets = listOf(config['secrets']).flatMap((item): Variable[] => {
    const name = textOf(membersOf(item)['env'])
    return name === undefined ? [] : [{ name, value: undefined, set: true }]
  })
  return startOf(listOf(run['command']).flatMap((word) => textOf(word) ?? []), [...entriesOf(run['env']), ...env, ...secrets]) // prettier-ignore
}

/** What an object of a list or a configuration says: `args`, and `env` as a map or as a list of names. */
export function plainStart(one: Members): ServerStart | undefined {
  const names = listOf(one['env']).flatMap((name): Variable[] => {
    const found = textOf(name) ?? textOf(membersOf(name)['name'])
    return found === undefined ? [] : [{ name: found, value: undefined, set: true }]
  })
  return startOf(listOf(one['args']).flatMap((word) => textOf(word) ?? []), [...entriesOf(one['env']), ...names]) // prettier-ignore
}

interface Variable {
  readonly name: string
  /** Unknown, or not to be kept. */
  readonly value: string | undefined
  /** Whether a server is started with it. */
  readonly set: boolean
}

/** What looks like a secret, or is said to be one, leaves nothing but its name. */
function startOf(args: readonly string[], variables: readonly Variable[]): ServerStart | undefined {
  const kept = variables.filter(({ name }) => /^\w{1,128}$/.test(name)).slice(0, most)
  if (args.length + kept.length === 0) return undefined
  const set = kept.filter((one) => one.set)
  const optional = kept.filter((one) => !one.set).map(({ name }) => name)
  return {
    args: maskArgs(args.slice(0, most).map((arg) => arg.slice(0, 1_000))),
    env: Object.fromEntries(set.map(({ name, value }) => [name, maskEnv(name, value ?? `«env:${name}»`)])),
    ...(optional.length === 0 ? {} : { optional }),
  }
}

function entriesOf(env: unknown): readonly Variable[] {
  return Object.entries(membersOf(env)).map(([name, value]) => ({ name, value: wordOf(value), set: true }))
}

/** An argument of server.json: what it is given, what it is by default, or that somebody has to say it. */
function argsOf(arg: Members): readonly string[] {
  const value = isSecret(arg) ? undefined : wordOf(arg['value'] ?? arg['default'])
  const required = isTrue(arg, 'isRequired', 'is_required')
  const name = textOf(arg['name'])
  const hint = textOf(arg['valueHint'] ?? arg['value_hint'])
  const missing = required && (arg['type'] !== 'named' || hint !== undefined || isSecret(arg))
  const word = value ?? (missing ? `«${hint ?? 'argument'}»` : undefined)
  if (arg['type'] !== 'named') return word === undefined ? [] : [word]
  if (name === undefined || (word === undefined && !required)) return []
  return word === undefined ? [name] : [name, word]
}

function variableOf(one: Members): readonly Variable[] {
  const name = textOf(one['name'])
  const value = isSecret(one) ? undefined : wordOf(one['value'] ?? one['default'])
  const set = value !== undefined || isSecret(one) || isTrue(one, 'isRequired', 'is_required')
  return name === undefined ? [] : [{ name, value, set }]
}

function isSecret(one: Members): boolean {
  return isTrue(one, 'isSecret', 'is_secret')
}

function isTrue(one: Members, ...names: readonly string[]): boolean {
  return names.some((name) => one[name] === true)
}

function wordOf(value: unknown): string | undefined {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : textOf(value)
}
