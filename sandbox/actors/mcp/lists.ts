import { sha256 } from '@clawback/model'
import { isObject, member, readList } from '@clawback/wire'
import type { McpDeclaration, McpListing } from '@clawback/wire'
import type { ObservedFields } from '../../ports.js'
import { compareLists } from './compare-lists.js'
import type { Link } from './link.js'
import type { OpenServer } from './open-server.js'
import { digestOf } from './scribe.js'
import type { Scribe } from './scribe.js'
import type { McpSettings } from './settings.js'

/** Everything a server declared in one round. */
export interface Declared {
  readonly tools: readonly McpDeclaration[]
  readonly prompts: readonly McpDeclaration[]
  readonly resources: readonly McpDeclaration[]
  readonly resourceTemplates: readonly McpDeclaration[]
  /** A tools list was answered. */
  readonly answered: boolean
  /** How the server broke the protocol, if it did. */
  readonly faults: readonly string[]
}

/**
 * What a round of lists needs. `told` remembers declarations by name and digest: only what is new is told again. `shown`
 * keeps the first list of each method, which later ones are compared with.
 */
export interface Listing {
  readonly link: Link
  readonly server: OpenServer
  readonly scribe: Scribe
  readonly settings: McpSettings
  readonly told: Map<string, string>
  readonly shown: Map<string, readonly McpDeclaration[]>
}

const listings: readonly (readonly [McpListing, string])[] = [
  ['tools', 'tools/list'],
  ['prompts', 'prompts/list'],
  ['resources', 'resources/list'],
  ['resourceTemplates', 'resources/templates/list'],
]
/** Entries of one list, over all pages. */
const mostEntries = 1024

/** Lists tools, prompts and resources with all their pages, and writes down each list and what is new in it. */
export async function listAll(listing: Listing, round: number): Promise<Declared> {
  const found: Record<McpListing, readonly McpDeclaration[]> = {
    tools: [],
    prompts: [],
    resources: [],
    resourceTemplates: [],
  }
  const faults: string[] = []
  let answered = false
  for (const [name, method] of listings) {
    const pages = await allPages(listing, name, method)
    if (pages.fault !== undefined) faults.push(`${method}: ${pages.fault}`)
    if (!pages.answered) continue
    answered ||= name === 'tools'
    found[name] = pages.items
    describe(listing, method, pages.items, round)
  }
  return { ...found, answered, faults }
}

interface Pages {
  readonly items: readonly McpDeclaration[]
  readonly answered: boolean
  readonly fault?: string
}

async function allPages(
  { link, server, settings }: Listing,
  name: McpListing,
  method: string,
): Promise<Pages> {
  const items: McpDeclaration[] = []
  const cursors = new Set<string>()
  let cursor: string | undefined
  for (let page = 0; page < settings.pages; page++) {
    const params = cursor === undefined ? undefined : { cursor }
    const reply = await link.request(server.dialect.request(link.nextId(), method, params), settings.replyMs)
    const answered = page > 0
    if (reply.type === 'error')
      return { items, answered, ...(wanted(server, name) ? { fault: `error ${reply.code}` } : {}) }
    if (reply.type === 'silence')
      return { items, answered, ...(reply.why === 'ended' ? {} : { fault: reply.why }) }
    if (!isObject(reply.result) || !Array.isArray(member(reply.result, name)))
      return { items, answered, fault: 'the answer holds no list' }
    const list = readList(name, reply.result, mostEntries - items.length)
    items.push(...list.items)
    if (list.nextCursor === undefined) return { items, answered: true }
    if (cursors.has(list.nextCursor)) return { items, answered: true, fault: 'a cursor came twice' }
    if (items.length >= mostEntries)
      return { items, answered: true, fault: `more than ${mostEntries} entries` }
    cursors.add(list.nextCursor)
    cursor = list.nextCursor
  }
  return { items, answered: true, fault: `more than ${settings.pages} pages` }
}

/** Whether the server said that it has such a list; an error is only a fault then. */
function wanted(server: OpenServer, name: McpListing): boolean {
  return name !== 'resourceTemplates' && member(server.claim.capabilities, name) !== undefined
}

function describe(
  { scribe, told, shown }: Listing,
  method: string,
  items: readonly McpDeclaration[],
  round: number,
): void {
  const raw = items.map((item) => item.raw)
  const digests = raw.map(digestOf)
  const changes = compareLists(shown.get(method) ?? items, items)
  if (!shown.has(method)) shown.set(method, items)
  const list = scribe.note('mcp.list', {
    'mcp.method.name': method,
    'mcp.list.count': items.length,
    'mcp.list.round': round,
    'mcp.list.digest': digestOf([...digests].sort()),
    ...(changes.length === 0 ? {} : { 'mcp.list.changes': changes.map((change) => scribe.text(change)) }),
  })
  for (const [i, item] of items.entries()) {
    const key = `${method} ${item.name}`
    if (told.get(key) === digests[i]) continue
    told.set(key, digests[i] ?? '')
    scribe.note('tool.describe', describeOne(scribe, method, item, round), list)
  }
}

function describeOne(scribe: Scribe, method: string, item: McpDeclaration, round: number): ObservedFields {
  const { description, schema, uri, annotations } = item
  const hints = Object.entries(annotations).slice(0, 16)
  return {
    'mcp.method.name': method,
    'mcp.list.round': round,
    'gen_ai.tool.name': scribe.text(item.name),
    'gen_ai.tool.type': 'mcp',
    ...(description === undefined
      ? {}
      : {
          'gen_ai.tool.description': scribe.text(description),
          'gen_ai.tool.description.digest': sha256(description),
        }),
    ...(schema === undefined
      ? {}
      : {
          'gen_ai.tool.schema.digest': scribe.keep(schema),
          'text.content': scribe.text(textsOf(schema).join('\n')),
        }),
    ...(uri === undefined ? {} : { 'mcp.resource.uri': scribe.text(uri) }),
    ...(hints.length === 0
      ? {}
      : {
          'gen_ai.tool.annotations': hints.map(([name, value]) =>
            scribe.text(`${name}=${JSON.stringify(value)}`),
          ),
        }),
  }
}

/** What a model would read in a schema besides its structure: titles, descriptions, defaults, examples, choices. */
function textsOf(schema: unknown): readonly string[] {
  const texts: string[] = []
  const visit = (value: unknown, depth: number): void => {
    if (depth > 32 || texts.length >= 256 || typeof value !== 'object' || value === null) return
    for (const [name, item] of Object.entries(value)) {
      if (typeof item === 'string' && /^(description|title|default|const|name)$/.test(name)) texts.push(item)
      else if (Array.isArray(item) && /^(enum|examples)$/.test(name))
        texts.push(...item.filter((one): one is string => typeof one === 'string').slice(0, 32))
      else visit(item, depth + 1)
    }
  }
  visit(schema, 0)
  return texts
}
