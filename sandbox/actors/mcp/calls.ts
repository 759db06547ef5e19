import { readAnswer } from '@clawback/wire'
import type { JsonObject, McpDeclaration } from '@clawback/wire'
import { habits, makeArguments } from './arguments.js'
import type { ClientSide } from './client-side.js'
import type { Link, Reply } from './link.js'
import type { OpenServer } from './open-server.js'
import { lookAtText } from './text-facts.js'
import type { Scribe } from './scribe.js'
import type { McpSettings } from './settings.js'

/** What calling needs. `stop` turns true when the run's time is over. */
export interface Calling {
  readonly link: Link
  readonly server: OpenServer
  readonly scribe: Scribe
  readonly settings: McpSettings
  readonly client: ClientSide
  readonly stop: () => boolean
  /** Tools that did not answer in time: they are not waited for again. */
  readonly slow: Set<string>
}

/** Times a server may ask for more input before an answer. */
const mostInputs = 3

/** Calls every tool with arguments made from its schema, as often as the settings say. */
export async function callTools(
  calling: Calling,
  tools: readonly McpDeclaration[],
  round: number,
): Promise<void> {
  const { settings, scribe } = calling
  if (tools.length > settings.most)
    scribe.gap('not-called', `Only ${settings.most} of the tools were called.`, tools.length - settings.most)
  for (const tool of tools.slice(0, settings.most))
    for (let n = 0; n < (round === 0 ? settings.callsPerTool : 1); n++) {
      if (calling.stop()) return
      if (calling.slow.has(tool.name)) break
      const turn = round === 0 ? n : settings.callsPerTool + round - 1
      const habit = habits[turn % habits.length] ?? 'plausible'
      const seed = `${settings.seed}/${tool.name}/${turn}`
      const args = await makeArguments(tool.schema, habit, seed, tool.name, scribe.reference)
      await call(calling, tool.name, args)
    }
}

async function call(calling: Calling, name: string, args: JsonObject): Promise<void> {
  const { scribe, link } = calling
  const id = link.nextId()
  const note = scribe.note('mcp.call', {
    'mcp.method.name': 'tools/call',
    'jsonrpc.request.id': String(id),
    'gen_ai.tool.name': scribe.text(name),
    'gen_ai.tool.call.arguments.digest': scribe.digest(args),
    ...scribe.flat('gen_ai.tool.call.arguments', args),
  })
  const reply = await ask(calling, id, 'tools/call', { name, arguments: args }, calling.settings.callMs)
  if (reply.type === 'silence' && reply.why === 'timeout') calling.slow.add(name)
  scribe.search(
    ...noteReply(
      calling,
      'mcp.result',
      { 'gen_ai.tool.name': scribe.text(name), 'jsonrpc.request.id': String(id) },
      reply,
      note,
    ),
  )
}

/** Sends a request and gives the inputs it asks for on the way. */
async function ask(
  calling: Calling,
  id: number,
  method: string,
  params: JsonObject,
  timeoutMs: number,
): Promise<Reply> {
  const { link, server, client } = calling
  let reply = await link.request(server.dialect.request(id, method, params), timeoutMs)
  for (let n = 0; n < mostInputs && reply.type === 'result' && readAnswer(reply.result).inputRequired; n++) {
    const state = (reply.result as JsonObject)['requestState']
    const inputs = {
      inputResponses: await client.answerInputs(reply.result),
      ...(state === undefined ? {} : { requestState: state }),
    }
    reply = await link.request(
      server.dialect.request(link.nextId(), method, { ...params, ...inputs }),
      timeoutMs,
    )
  }
  return reply
}

function noteReply(
  { scribe }: Calling,
  kind: 'mcp.result' | 'mcp.read' | 'mcp.prompt',
  fields: Readonly<Record<string, string>>,
  reply: Reply,
  because?: string,
): readonly [value: unknown, because: string] {
  const base = { ...fields, 'effect.duration_ms': reply.ms }
  if (reply.type === 'silence')
    return ['', scribe.note(kind, { ...base, 'effect.outcome': 'failure', 'error.type': reply.why }, because)]
  if (reply.type === 'error') {
    const note = scribe.note(
      kind,
      {
        ...base,
        'effect.outcome': 'failure',
        'error.type': String(reply.code),
        'error.message': scribe.text(reply.message),
      },
      because,
    )
    return [reply.message, note]
  }
  const { isError, texts, links, structured } = readAnswer(reply.result)
  const text = texts.length > 0 || structured === undefined ? texts.join('\n') : JSON.stringify(structured)
  const note = scribe.note(
    kind,
    {
      ...base,
      'effect.outcome': isError ? 'failure' : 'success',
      ...(isError ? { 'error.type': 'tool_error' } : {}),
      'gen_ai.tool.call.result': scribe.text(text),
      ...lookAtText(text, (one) => scribe.text(one)),
      'gen_ai.tool.call.result.digest': scribe.keep(reply.result ?? null),
      'gen_ai.tool.call.result.size': JSON.stringify(reply.result ?? null).length,
      ...(links[0] === undefined ? {} : { 'mcp.resource.uri': scribe.text(links[0]) }),
    },
    because,
  )
  return [reply.result, note]
}

/** Gets every prompt, with values for its arguments. */
export async function getPrompts(calling: Calling, prompts: readonly McpDeclaration[]): Promise<void> {
  const { scribe, settings, link } = calling
  for (const prompt of prompts.slice(0, settings.most)) {
    if (calling.stop()) return
    const args = await makeArguments(
      promptSchema(prompt.schema),
      'plausible',
      `${settings.seed}/${prompt.name}`,
    )
    const reply = await ask(
      calling,
      link.nextId(),
      'prompts/get',
      { name: prompt.name, arguments: args },
      settings.replyMs,
    )
    const fields = { 'mcp.method.name': 'prompts/get', 'gen_ai.tool.name': scribe.text(prompt.name) }
    scribe.search(...noteReply(calling, 'mcp.prompt', fields, reply))
  }
}

/** The `arguments` of a prompt as an object schema. */
function promptSchema(args: unknown): unknown {
  const named = (Array.isArray(args) ? (args as readonly unknown[]) : []).slice(0, 32).flatMap((arg) => {
    const name = (arg as { readonly name?: unknown } | null)?.name
    return typeof name === 'string' ? [name] : []
  })
  return {
    type: 'object',
    required: named,
    properties: Object.fromEntries(named.map((name) => [name, { type: 'string' }])),
  }
}

/** Reads every resource, and every template with something filled in. */
export async function readResources(
  calling: Calling,
  resources: readonly McpDeclaration[],
  templates: readonly McpDeclaration[],
): Promise<void> {
  const { scribe, settings, link } = calling
  const filled = templates.flatMap(({ uri }) =>
    uri === undefined ? [] : [uri.slice(0, 512).replace(/\{[^{}]{0,64}\}/g, '1')],
  )
  const uris = [...resources.flatMap(({ uri }) => uri ?? []), ...filled]
  for (const uri of uris.slice(0, settings.most)) {
    if (calling.stop()) return
    const reply = await ask(calling, link.nextId(), 'resources/read', { uri }, settings.replyMs)
    const fields = { 'mcp.method.name': 'resources/read', 'mcp.resource.uri': scribe.text(uri) }
    scribe.search(...noteReply(calling, 'mcp.read', fields, reply))
  }
}
