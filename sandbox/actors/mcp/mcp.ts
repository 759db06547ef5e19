import type { WireProblem } from '@clawback/wire'
import type { Actor, PlayContext, Played, Stdio } from '../../ports.js'
import { callTools, getPrompts, readResources } from './calls.js'
import type { Calling } from './calls.js'
import { createClientSide } from './client-side.js'
import { openHttpLink } from './http-link.js'
import type { Link, LinkHandlers, Reply } from './link.js'
import { listAll } from './lists.js'
import type { Declared, Listing } from './lists.js'
import { openServer, reopenServer } from './open-server.js'
import { createScribe } from './scribe.js'
import type { Scribe } from './scribe.js'
import { readSettings } from './settings.js'
import type { McpSettings } from './settings.js'
import { openStdioLink } from './stdio-link.js'

/**
 * Plays an MCP client with the server in the cell: opens it in the generation it speaks, lists what it declares, calls
 * every tool, and lists again after each round and under another name, so that a server which changes its mind is seen.
 */
export const mcpActor: Actor = {
  async play(stdio: Stdio, context: PlayContext): Promise<Played> {
    const settings = readSettings(context.options)
    const scribe = createScribe(context)
    const client = createClientSide(scribe, settings.seed)
    const noise = createNoise()
    const handlers: LinkHandlers = {
      onRequest: ({ method, params }) => client.answer(method, params),
      onNotification: noise.hear,
      onProblem: noise.add,
      now: context.now,
    }
    const link =
      settings.http === undefined
        ? openStdioLink(stdio, handlers)
        : openHttpLink(settings.http, handlers, context.signal)
    if (settings.http !== undefined) for (const stream of [stdio.stdout, stdio.stderr]) stream.resume()
    context.signal.addEventListener('abort', () => link.close())
    try {
      return await playServer(link, context, settings, scribe, client, noise)
    } finally {
      noise.tell(scribe)
      scribe.settle()
      link.close()
    }
  },
}

async function playServer(
  link: Link,
  context: PlayContext,
  settings: McpSettings,
  scribe: Scribe,
  client: Calling['client'],
  noise: Noise,
): Promise<Played> {
  const [identity = 'client', ...others] = settings.identities
  const server = await openServer(link, settings, identity, elsewhere(context, settings))
  if ('failure' in server) return unopened(server, noise)
  scribe.about(server.claim, server.version, link.transport)
  const listing: Listing = { link, server, scribe, settings, told: new Map(), shown: new Map() }
  const calling: Calling = {
    link,
    server,
    scribe,
    settings,
    client,
    stop: () => context.signal.aborted,
    slow: new Set(),
  }

  context.phase('list')
  const first = await listAll(listing, 0)
  const faults = [...first.faults]
  let declared: Declared = first
  for (let round = 0; round < settings.rounds && !context.signal.aborted; round++) {
    context.phase('call')
    await callTools(calling, declared.tools, round)
    if (round === 0) {
      await getPrompts(calling, declared.prompts)
      await readResources(calling, declared.resources, declared.resourceTemplates)
    }
    context.phase('relist')
    declared = await listAll(listing, round + 1)
    faults.push(...declared.faults)
  }
  for (const [i, name] of others.entries()) {
    const other = context.signal.aborted ? undefined : await reopenServer(link, settings, name, server)
    if (other === undefined) break
    context.phase('relist')
    await listAll({ ...listing, server: other }, settings.rounds + 1 + i)
  }
  if (faults.length === 0 || context.signal.aborted) return { covered: first.answered }
  return { ...brokenBy(faults.slice(0, 4).join('; '), noise), covered: first.answered }
}

/** Silence on the pipes of a server that waits for connections: whoever talks to it does so there. */
function elsewhere(
  { listening }: PlayContext,
  { http, elsewhereMs }: McpSettings,
): Promise<Reply> | undefined {
  if (http !== undefined) return undefined
  return listening?.then(
    () =>
      new Promise((resolve) => {
        const silence: Reply = { type: 'silence', why: 'timeout', ms: elsewhereMs }
        setTimeout(() => resolve(silence), elsewhereMs).unref()
      }),
  )
}

/** A server that is gone is no broken protocol; one that stays and speaks none is. */
function unopened(
  { failure, detail }: { readonly failure: 'ended' | 'protocol'; readonly detail: string },
  noise: Noise,
): Played {
  if (failure === 'ended') return { covered: false, detail }
  return brokenBy(detail, noise)
}

function brokenBy(detail: string, noise: Noise): Played {
  const wrote = noise.first()
  return {
    covered: false,
    status: 'protocol-error',
    detail: wrote === undefined ? detail : `${detail}; it wrote ${wrote}`,
  }
}

/** What came over the line without being asked for: log messages, and what is no message of the protocol. */
interface Noise {
  readonly add: (problem: WireProblem) => void
  readonly hear: (method: string, params: unknown) => void
  readonly first: () => string | undefined
  readonly tell: (scribe: Scribe) => void
}

function createNoise(): Noise {
  const counts = new Map<WireProblem['problem'], number>()
  let first: string | undefined
  const heard: string[] = []
  return {
    add({ problem, detail }) {
      counts.set(problem, (counts.get(problem) ?? 0) + 1)
      first ??= `${problem}: ${detail}`
    },
    hear(method, params) {
      if (method === 'notifications/message' && heard.length < 64)
        heard.push(JSON.stringify(params).slice(0, 4096))
    },
    first: () => first,
    tell(scribe) {
      for (const [problem, count] of counts)
        scribe.gap(
          `mcp-${problem}`,
          `${count} pieces of the server's output were no message of the protocol (${problem}).`,
          count,
        )
      if (heard.length === 0) return
      const text = heard.join('\n')
      const note = scribe.note('net.receive', {
        'mcp.method.name': 'notifications/message',
        'network.protocol.name': 'mcp',
        'network.payload.text': scribe.text(text),
      })
      scribe.search(text, note)
    },
  }
}
