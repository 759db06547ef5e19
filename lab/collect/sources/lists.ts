import { readFile, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ClawbackError } from '@clawback/model'
import { parse } from 'yaml'
import type { CollectSource, CollectTerms, Found } from '../found.js'
import { collectPackage } from './locals.js'
import { configRefs, lineRefs, listRefs } from './list-refs.js'
import { membersOf } from './members.js'
import { dockerRef, registryRefs, searchRefs } from './refs.js'
import type { PackageRef } from './refs.js'

/** Bytes of a list that are read. */
const listBytes = 256 * 1024 * 1024

/** The npm packages that a list names, each once for every way it is started; everything else it names is a problem that says so. */
export async function* collectList(source: CollectSource, terms: CollectTerms): AsyncGenerator<Found> {
  const { kind, locator } = source
  const seen = new Set<string>()
  for (const ref of await refsOf(source)) {
    const version = ref.version === undefined ? '' : `@${ref.version}`
    const named = `${ref.ecosystem}:${ref.name}${version}`
    const start = ref.start === undefined ? {} : { start: ref.start }
    const key = JSON.stringify([named, start])
    if (seen.has(key)) continue
    seen.add(key)
    if (ref.ecosystem === 'npm') yield* collectPackage({ kind, locator: named }, terms, start)
    else {
      const from = ref.from === undefined ? '' : ` (source: ${ref.from})`
      const reason = `not fetched: ${ref.ecosystem} ${ref.name}${version}${from}`.slice(0, 1_000)
      const place = { kind, locator, collection: ref.ecosystem, path: ref.entry, ...start }
      yield { type: 'problem', place, code: 'NOT_FETCHED', reason }
    }
  }
}

/** Throws INPUT_MALFORMED, INPUT_TOO_LARGE, INPUT_NOT_FOUND. */
async function refsOf({ kind, locator }: CollectSource): Promise<readonly PackageRef[]> {
  if (kind === 'docker-catalog') return await dockerRefs(locator)
  const text = await readText(locator)
  if (kind === 'server-list') {
    const configured = await configRefs(locator)
    if (configured.length > 0) return configured
    if (!/^\s*[[{]/.test(text)) return lineRefs(text)
  }
  const data = parsed(text, locator, JSON.parse)
  const refs = { 'npm-search': searchRefs, 'mcp-registry': registryRefs }[kind as 'npm-search'] as
    typeof searchRefs | undefined
  return (refs ?? listRefs)(data)
}

/** A checkout of the catalog (`servers/NAME/server.yaml`), or one file with `registry:`. */
async function dockerRefs(locator: string): Promise<readonly PackageRef[]> {
  if (!(await stat(locator).catch(notThere(locator))).isDirectory()) {
    const registry = membersOf(membersOf(parsed(await readText(locator), locator, parseYaml))['registry'])
    return Object.entries(registry).map(([name, server]) => dockerRef(server, name))
  }
  const refs: PackageRef[] = []
  for (const name of (await readdir(join(locator, 'servers'))).sort()) {
    const path = join(locator, 'servers', name, 'server.yaml')
    const text = await readText(path).catch(() => undefined)
    if (text === undefined)
      refs.push({ ecosystem: 'unnamed', name: `${name}, without a server.yaml`, entry: name }) // prettier-ignore
    else refs.push(dockerRef(parsed(text, path, parseYaml), name))
  }
  return refs
}

async function readText(path: string): Promise<string> {
  const { size } = await stat(path).catch(notThere(path))
  if (size > listBytes)
    throw new ClawbackError('INPUT_TOO_LARGE', { locator: path, detail: `a list of more than ${listBytes} bytes` }) // prettier-ignore
  return await readFile(path, 'utf8')
}

function notThere(locator: string): (error: unknown) => never {
  return (error) => {
    throw new ClawbackError('INPUT_NOT_FOUND', { locator }, error)
  }
}

function parseYaml(text: string): unknown {
  return parse(text, { maxAliasCount: 100 }) as unknown
}

function parsed(text: string, where: string, read: (text: string) => unknown): unknown {
  try {
    return read(text)
  } catch (error) {
    const detail = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
    throw new ClawbackError('INPUT_MALFORMED', { where, detail, mend: 'Give the export as it was downloaded, or name its kind with --kind.' }, error) // prettier-ignore
  }
}
