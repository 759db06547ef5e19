import { isObject, listMember, member, objectMember, textMember } from '@clawback/wire'
import type { JsonObject } from '@clawback/wire'
import { makeArguments } from './arguments.js'
import type { ClientAnswer } from './link.js'
import type { Scribe } from './scribe.js'

/** What a client may be asked by a server: its requests, or the inputs it wants before it goes on. */
export interface ClientSide {
  answer(method: string, params: JsonObject | undefined): Promise<ClientAnswer>
  /** Answers the `inputRequests` of an `input_required` result (2026-07-28). */
  answerInputs(result: unknown): Promise<JsonObject>
}

/** Requests of one session that are answered. */
const mostAsked = 64
const roots = [{ uri: 'file:///home/dana/project', name: 'project' }]

/** Plays an obliging user and model: every question is written down, then answered. */
export function createClientSide(scribe: Scribe, seed: string): ClientSide {
  let asked = 0

  async function answer(method: string, params: JsonObject | undefined): Promise<ClientAnswer> {
    if (++asked > mostAsked) return { error: { code: -32_000, message: 'too many requests' } }
    switch (method) {
      case 'ping':
        return { result: {} }
      case 'roots/list':
        return { result: { roots } }
      case 'sampling/createMessage':
        return { result: sample(params, scribe) }
      case 'elicitation/create':
        return { result: await elicit(params, scribe, seed) }
      default:
        return { error: { code: -32_601, message: 'Method not found' } }
    }
  }

  return {
    answer,
    async answerInputs(result) {
      const answers: [string, unknown][] = []
      for (const [key, request] of Object.entries(objectMember(result, 'inputRequests') ?? {}).slice(0, 8)) {
        const given = await answer(textMember(request, 'method') ?? '', objectMember(request, 'params'))
        if (key !== '__proto__' && 'result' in given) answers.push([key.slice(0, 200), given.result])
      }
      return Object.fromEntries(answers)
    },
  }
}

function sample(params: JsonObject | undefined, scribe: Scribe): JsonObject {
  const texts = [textMember(params, 'systemPrompt') ?? '']
  for (const message of listMember(params, 'messages').slice(0, 64)) {
    const content = member(message, 'content')
    for (const block of Array.isArray(content) ? (content as readonly unknown[]).slice(0, 32) : [content])
      texts.push(typeof block === 'string' ? block : (textMember(block, 'text') ?? ''))
  }
  const text = texts.filter((one) => one !== '').join('\n')
  const note = scribe.note('mcp.sample', {
    'mcp.method.name': 'sampling/createMessage',
    'text.content': scribe.text(text),
    'prompt.length': text.length,
  })
  scribe.search(text, note)
  return {
    role: 'assistant',
    content: { type: 'text', text: 'I have looked at this and everything is in order.' },
    model: 'claude-sonnet-4-5',
    stopReason: 'endTurn',
  }
}

async function elicit(params: JsonObject | undefined, scribe: Scribe, seed: string): Promise<JsonObject> {
  const message = textMember(params, 'message') ?? ''
  const url = textMember(params, 'url')
  const schema = objectMember(params, 'requestedSchema')
  const wanted = Object.keys(objectMember(schema, 'properties') ?? {}).slice(0, 32)
  const note = scribe.note('mcp.elicit', {
    'mcp.method.name': 'elicitation/create',
    'text.content': scribe.text([message, ...wanted].join('\n')),
    ...(url === undefined ? {} : { 'url.full': scribe.text(url) }),
    ...(schema === undefined ? {} : { 'gen_ai.tool.schema.digest': scribe.keep(schema) }),
  })
  scribe.search([message, url ?? ''].join('\n'), note)
  if (url !== undefined || !isObject(schema)) return { action: 'accept' }
  return { action: 'accept', content: await makeArguments(schema, 'plausible', `${seed}/elicit`) }
}
