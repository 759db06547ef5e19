import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { createInterface } from 'node:readline'
import { ClawbackError } from '@clawback/model'
import type { Alert, Incident } from '@clawback/model'
import { textMember } from '@clawback/wire'
import type { Approval, AuditReport, GraphEdge, IntentView, StoryLine, Switches } from '../ports.js'
import type { Told } from './followers.js'
import type { PackInForce } from './judge.js'

/** What can be asked of a running guard over its control socket. Throws GUARD_UNREACHABLE and GUARD_REFUSED. */
export interface GuardClient {
  status(): Promise<Readonly<Record<string, unknown>>>
  incidents(): Promise<readonly Incident[]>
  incident(id: string): Promise<{ readonly incident: Incident; readonly alerts: readonly Alert[] }>
  closeIncident(id: string): Promise<Incident>
  /** Story of an incident or of a session. */
  story(id: string): Promise<readonly StoryLine[]>
  path(from: string, to: string): Promise<readonly GraphEdge[] | undefined>
  blast(from: string): Promise<readonly { readonly node: string; readonly depth: number }[]>
  intents(incident?: string): Promise<readonly IntentView[]>
  approvals(): Promise<readonly Approval[]>
  decide(approval: string, decision: 'approve' | 'deny', by: string): Promise<Approval>
  restore(subject: string, by: string): Promise<readonly string[]>
  applyIntent(intent: string, by: string): Promise<IntentView>
  cancelIntent(intent: string, by: string): Promise<IntentView>
  switches(): Promise<Switches>
  /** Freezes automation, or lets it go on. */
  freeze(frozen: boolean, by: string): Promise<Switches>
  resetFuse(kind: string, by: string): Promise<Switches>
  /** Walks the audit chain of the response room. */
  audit(): Promise<AuditReport>
  packs(): Promise<readonly PackInForce[]>
  loadPack(bytes: Uint8Array): Promise<PackInForce>
  /** What happens from now on; ends when the guard goes or the signal is given. */
  follow(signal?: AbortSignal): AsyncIterable<Told>
}

export function guardClient(socket: string): GuardClient {
  const get = <T>(...path: readonly string[]): Promise<T> => call<T>(socket, 'GET', path)
  const post = <T>(path: readonly string[], body: object | Uint8Array): Promise<T> =>
    call<T>(socket, 'POST', path, body)
  return {
    status: () => get('status'),
    incidents: async () => (await get<{ incidents: Incident[] }>('incidents')).incidents,
    incident: (id) => get('incidents', id),
    closeIncident: (id) => post(['incidents', id], { state: 'closed' }),
    story: async (id) => (await get<{ story: StoryLine[] }>('story', id)).story,
    path: async (from, to) => (await get<{ path: GraphEdge[] | null }>('path', from, to)).path ?? undefined,
    blast: async (from) => (await get<{ reach: { node: string; depth: number }[] }>('blast', from)).reach,
    intents: async (incident) =>
      (await get<{ intents: IntentView[] }>('intents', ...(incident === undefined ? [] : [incident])))
        .intents,
    approvals: async () => (await get<{ approvals: Approval[] }>('approvals')).approvals,
    decide: (approval, decision, by) => post(['approvals', approval], { decision, by }),
    restore: async (subject, by) =>
      (await post<{ restored: string[] }>(['restore'], { subject, by })).restored,
    applyIntent: (intent, by) => post(['intents', intent], { do: 'apply', by }),
    cancelIntent: (intent, by) => post(['intents', intent], { do: 'cancel', by }),
    switches: () => get('switches'),
    freeze: (frozen, by) => post(['switches', frozen ? 'freeze' : 'thaw'], { by }),
    resetFuse: (kind, by) => post(['switches', 'fuse', kind], { by }),
    audit: () => get('audit'),
    packs: async () => (await get<{ packs: PackInForce[] }>('packs')).packs,
    loadPack: (bytes) => post(['packs'], bytes),
    follow: (signal) => follow(socket, signal),
  }
}

async function* follow(socket: string, signal?: AbortSignal): AsyncGenerator<Told> {
  const response = await send(socket, 'GET', ['follow'], undefined, signal)
  try {
    for await (const line of createInterface({ input: response })) yield JSON.parse(line) as Told
  } catch (error) {
    if (signal?.aborted !== true) throw unreachable(socket, error)
  }
}

async function call<T>(
  socket: string,
  method: string,
  path: readonly string[],
  body?: object | Uint8Array,
): Promise<T> {
  const response = await send(socket, method, path, body)
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  const answer: unknown = text === '' ? {} : JSON.parse(text)
  if (response.statusCode === 200) return answer as T
  throw new ClawbackError('GUARD_REFUSED', {
    detail: textMember(answer, 'error') ?? `status ${response.statusCode ?? 0}`,
    mend: textMember(answer, 'mend') ?? 'See `clawback guard --help`.',
  })
}

function send(
  socket: string,
  method: string,
  path: readonly string[],
  body?: object | Uint8Array,
  signal?: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const bytes = body === undefined ? undefined : body instanceof Uint8Array ? body : JSON.stringify(body)
    const asking = request(
      {
        socketPath: socket,
        method,
        path: `/v1/${path.map(encodeURIComponent).join('/')}`,
        ...(bytes === undefined ? {} : { headers: { 'content-length': Buffer.byteLength(bytes) } }),
        ...(signal === undefined ? {} : { signal }),
      },
      resolve,
    )
    asking.once('error', (error) => reject(unreachable(socket, error)))
    asking.end(bytes)
  })
}

function unreachable(socket: string, error: unknown): ClawbackError {
  const detail = error instanceof Error && 'code' in error ? String(error.code) : 'the connection broke'
  return new ClawbackError('GUARD_UNREACHABLE', { socket, detail }, error)
}
