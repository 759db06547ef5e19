import type { IncomingMessage, ServerResponse } from 'node:http'
import { ClawbackError } from '@clawback/model'
import { isProblem, parseJson, textMember } from '@clawback/wire'
import { readBody } from '../sources/body.js'
import type { Answer, Handle } from '../sources/http.js'
import type { Told } from './followers.js'
import type { GuardParts } from './parts.js'

const mostPack = 64 * 1024 * 1024

/** What people and the command line ask a running guard, on its control socket. JSON in, JSON out. */
export function controlRoutes(parts: GuardParts, status: () => object): Handle {
  const { incidents, graph, responder, judge } = parts
  const ask: Readonly<Record<string, Ask>> = {
    'GET status': () => ok(status()),
    'GET incidents': (_, [id]) =>
      ok(id === undefined ? { incidents: incidents.list() } : incidentOf(parts, id)),
    'POST incidents': async (request, [id = '']) => {
      const state = textMember(await json(request), 'state')
      if (state !== 'contained' && state !== 'closed') throw refused('state is contained or closed')
      const marked = incidents.mark(id, state)
      if (marked === undefined) throw refused(`there is no incident ${id}`)
      return ok(marked)
    },
    'GET story': async (_, [id = '']) => {
      const chain = incidents.get(id)?.incident.chain ?? id
      const story = await graph.story(chain)
      if (story.length === 0) throw refused(`nothing is known of ${id}`)
      return ok({ chain, story })
    },
    'GET path': async (_, [from = '', to = '']) => ok({ path: (await graph.path(from, to)) ?? null }),
    'GET blast': async (_, [from = '']) => ok({ reach: await graph.blast(from) }),
    'GET digest': async () => ok({ digest: await graph.digest() }),
    'GET intents': async (_, [incident]) => ok({ intents: await responder.desk.intents(incident) }),
    'GET approvals': async () => ok({ approvals: await responder.desk.approvals() }),
    'POST approvals': async (request, [id = '']) => {
      const body = await json(request)
      const decision = textMember(body, 'decision')
      if (decision !== 'approve' && decision !== 'deny') throw refused('decision is approve or deny')
      return ok(await responder.desk.decide(id, decision, named(body)))
    },
    'POST restore': async (request) => {
      const body = await json(request)
      const subject = textMember(body, 'subject')
      if (subject === undefined) throw refused('subject is missing')
      return ok({ restored: await responder.desk.restore(subject, named(body)) })
    },
    'POST intents': async (request, [id = '']) => {
      const body = await json(request)
      const wish = textMember(body, 'do')
      if (wish !== 'apply' && wish !== 'cancel') throw refused('do is apply or cancel')
      return ok(await responder.desk[wish](id, named(body)))
    },
    'GET switches': async () => ok(await responder.desk.switches()),
    'POST switches': async (request, [name = '', kind = '']) => {
      const body = await json(request)
      if (name === 'freeze' || name === 'thaw') await responder.desk.freeze(name === 'freeze', named(body))
      else if (name === 'fuse' && kind !== '') await responder.desk.resetFuse(kind, named(body))
      else throw refused('a switch is freeze, thaw or fuse/KIND')
      return ok(await responder.desk.switches())
    },
    'GET audit': async () => ok(await responder.desk.audit()),
    'GET packs': () => ok({ packs: judge.packs() }),
    'POST packs': async (request) => ok(await judge.load(Buffer.from(await readBody(request, mostPack)))),
  }
  return async (request, path, response) => {
    const [version, noun = '', ...rest] = path.map(decodeURIComponent)
    if (version === 'v1' && noun === 'follow' && request.method === 'GET')
      return follow(parts, request, response)
    const key = `${request.method ?? ''} ${noun}`
    const answer = version === 'v1' && Object.hasOwn(ask, key) ? ask[key] : undefined
    return answer === undefined ? { status: 404, body: { error: 'no such request' } } : answer(request, rest)
  }
}

type Ask = (request: IncomingMessage, rest: readonly string[]) => Answer | Promise<Answer>

function ok(body: object): Answer {
  return { status: 200, body }
}

function incidentOf({ incidents }: GuardParts, id: string): object {
  const found = incidents.get(id)
  if (found === undefined) throw refused(`there is no incident ${id}`)
  return found
}

async function json(request: IncomingMessage): Promise<unknown> {
  const parsed = parseJson(await readBody(request, 65_536))
  if (isProblem(parsed)) throw refused(parsed.detail)
  return parsed.value
}

/** Every decision of a person is recorded under a name. */
function named(body: unknown): string {
  const by = textMember(body, 'by')
  if (by === undefined || by === '') throw refused('by is missing: who decides?')
  return by
}

function refused(detail: string): ClawbackError {
  return new ClawbackError('GUARD_REFUSED', { detail, mend: 'See `clawback guard --help`.' })
}

/** Lines of what happens from now on (NDJSON), until the other side goes away. */
function follow(
  { followers }: GuardParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<'streaming'> {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' })
  response.flushHeaders()
  let missed = 0
  const leave = followers.follow((told: Told) => {
    if (response.writableLength > 4 * 1024 * 1024) {
      missed++
      return
    }
    if (missed > 0) response.write(`${JSON.stringify({ type: 'missed', count: missed })}\n`)
    missed = 0
    response.write(`${JSON.stringify(told)}\n`)
  })
  request.on('close', leave)
  response.on('close', leave)
  return Promise.resolve('streaming')
}
