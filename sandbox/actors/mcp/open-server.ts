import { listMember, member, readServer, sessionVersions, speakMcp, statelessVersion } from '@clawback/wire'
import type { McpDialect, McpServerClaim } from '@clawback/wire'
import type { Link, Reply } from './link.js'
import type { McpSettings } from './settings.js'

/** A server that answered an opening, and how to speak to it. */
export interface OpenServer {
  readonly dialect: McpDialect
  readonly claim: McpServerClaim
  /** Protocol version both sides settled on. */
  readonly version: string
}

/** Why a server could not be opened. `ended`: it is gone, which is not for the protocol to judge. */
export interface Unopened {
  readonly failure: 'ended' | 'protocol'
  readonly detail: string
}

/** JSON-RPC: the method does not exist. */
const methodNotFound = -32_601

/** What the client says it can do, in the shape of both generations. */
const capabilities = { sampling: {}, elicitation: { form: {}, url: {} }, roots: { listChanged: true } }

/**
 * Opens a server of either generation: `initialize` with the newest session version, down the list when it is refused;
 * `server/discover` when there is no such method, or when the server names a stateless version. `elsewhere` settles when
 * no answer is to be waited for any more.
 */
export async function openServer(
  link: Link,
  settings: McpSettings,
  identity: string,
  elsewhere?: Promise<Reply>,
): Promise<OpenServer | Unopened> {
  let versions: readonly string[] = newestFirst
  let last: Reply | undefined
  for (let tries = 0; tries < 6 && versions.length > 0; tries++) {
    const [version = statelessVersion, ...rest] = versions
    const dialect = speak(identity, version)
    link.speak(dialect)
    const answer = link.request(dialect.open(link.nextId()), tries === 0 ? settings.openMs : settings.replyMs)
    const reply = await (elsewhere === undefined ? answer : Promise.race([answer, elsewhere]))
    if (reply.type === 'result') return settle(link, dialect, reply.result, identity)
    last = reply
    versions = nextVersions(reply, version, rest)
  }
  return {
    failure: last?.type === 'silence' && last.why === 'ended' ? 'ended' : 'protocol',
    detail: describe(last),
  }
}

/** Opens a server that is open already, under another name and in the version settled on; one try. */
export async function reopenServer(
  link: Link,
  settings: McpSettings,
  identity: string,
  server: OpenServer,
): Promise<OpenServer | undefined> {
  const dialect = speak(identity, server.dialect.version)
  link.speak(dialect)
  const reply = await link.request(dialect.open(link.nextId()), Math.min(settings.replyMs, reopenMs))
  if (reply.type !== 'result') return undefined
  const opened = settle(link, dialect, reply.result, identity)
  return 'failure' in opened ? undefined : opened
}

const newestFirst: readonly string[] = [...sessionVersions].reverse()
const reopenMs = 2000

function nextVersions(reply: Reply, version: string, rest: readonly string[]): readonly string[] {
  if (reply.type === 'result' || version === statelessVersion) return []
  if (reply.type === 'silence') return reply.why === 'timeout' && rest.length > 0 ? [statelessVersion] : []
  if (reply.code === methodNotFound) return [statelessVersion]
  const supported = [...listMember(reply.data, 'supported'), ...listMember(reply.data, 'supportedVersions')]
  if (supported.includes(statelessVersion)) return [statelessVersion]
  const offered = rest.filter((one) => supported.includes(one))
  return offered.length > 0 ? offered : [...rest, statelessVersion]
}

function settle(link: Link, dialect: McpDialect, result: unknown, identity: string): OpenServer | Unopened {
  if (typeof result !== 'object' || result === null)
    return { failure: 'protocol', detail: 'the answer to the opening is no object' }
  const claim = readServer(result)
  const settled = agreed(dialect, result, identity)
  link.speak(settled.dialect)
  for (const message of dialect.opened()) link.send(message)
  return { ...settled, claim }
}

function agreed(
  dialect: McpDialect,
  result: unknown,
  identity: string,
): Pick<OpenServer, 'dialect' | 'version'> {
  const chosen = member(result, 'protocolVersion')
  if (dialect.generation === 'stateless' || typeof chosen !== 'string' || chosen === dialect.version)
    return { dialect, version: dialect.version }
  const version = sessionVersions.find((one) => one === chosen) ?? dialect.version
  return { dialect: speak(identity, version), version: chosen.slice(0, 64) }
}

function speak(identity: string, version: string): McpDialect {
  return speakMcp({ client: { name: identity, version: '2.1.330' }, version, capabilities })
}

function describe(reply: Reply | undefined): string {
  if (reply?.type === 'silence') return `the server did not answer the opening (${reply.why})`
  if (reply?.type === 'error') return `the server refused every protocol version (${reply.code})`
  return 'the server could not be opened'
}
