import { canonicalJson, flatten, sha256 } from '@clawback/model'
import type { Kind } from '@clawback/model'
import type { McpServerClaim } from '@clawback/wire'
import type { ObservedFields, PlayContext } from '../../ports.js'
import { createLeakWatch } from '../../watch/canaries/leak-watch.js'
import { createExcerpt } from '../../watch/excerpt.js'

/** Writes down what happens between client and server. Every note has a name that later ones can give as their cause. */
export interface Scribe {
  note(kind: Kind, fields: ObservedFields, because?: string): string
  /** Searches what the server gave for planted values; `because` is the note that carried it. */
  search(value: unknown, because: string): void
  /** Planted for this run to stand in arguments of tools: whoever sends it on has it from there. */
  readonly reference: string | undefined
  /** sha256 of a value's canonical JSON, the same for runs that differ in their reference only. */
  digest(value: unknown): string
  /** The start of a text, without secrets and planted values. */
  text(text: string): string
  /** Keeps a value beside the trace as canonical JSON and returns its digest. */
  keep(value: unknown): string
  /** A value laid flat below a field, texts redacted. */
  flat(field: string, value: unknown): ObservedFields
  /** From now on every note says which server it is about. */
  about(claim: McpServerClaim, version: string, transport: 'pipe' | 'tcp'): void
  gap(reason: string, detail: string, count: number): void
  /** To be called last. */
  settle(): void
}

const engine = 'mcp'

export function createScribe(context: PlayContext): Scribe {
  const excerpt = createExcerpt(context.canaries)
  let notes = 0
  let server: ObservedFields = {}

  function note(kind: Kind, fields: ObservedFields, because?: string): string {
    const ref = `${engine}:${(notes++).toString(36)}`
    context.emit({
      kind,
      at: context.now(),
      engine,
      channel: 'protocol',
      trust: 2,
      fields: { ...server, ...fields },
      ref,
      ...(because === undefined ? {} : { because }),
    })
    return ref
  }

  const reference = context.canaries.find(({ kind }) => kind === 'tool_argument')?.value
  // That a server answers what it was asked is no leak.
  const leaks = createLeakWatch(context.canaries, (kind, fields, { because }) =>
    fields['canary.kind'] === 'tool_argument' ? '' : note(kind, fields, because),
  )

  return {
    note,
    reference,
    digest: (value) => {
      const json = canonicalJson(value)
      return sha256(reference === undefined ? json : json.replaceAll(reference, 'reference'))
    },
    text: (text) => excerpt.text(text),
    keep: (value) => context.keep(Buffer.from(canonicalJson(value))),
    search: (value, because) =>
      leaks.see({
        channel: 'mcp',
        bytes: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
        because,
      }),
    flat(field, value) {
      const { fields, truncated } = flatten(field, value)
      const texts = Object.entries(fields).map(([name, item]) => [
        name,
        typeof item === 'string' ? excerpt.text(item) : item,
      ])
      return {
        ...Object.fromEntries(texts),
        ...(truncated.length > 0 ? { truncated } : {}),
      } as ObservedFields
    },
    about(claim, version, transport) {
      server = {
        'network.transport': transport,
        'mcp.protocol.version': excerpt.text(version),
        ...(claim.name === undefined ? {} : { 'mcp.server.name': excerpt.text(claim.name) }),
        ...(claim.version === undefined ? {} : { 'mcp.server.version': excerpt.text(claim.version) }),
      }
    },
    gap: (reason, detail, count) =>
      void note('run.gap', {
        'gap.reason': reason,
        'gap.detail': detail,
        'gap.material': false,
        'gap.count': count,
      }),
    settle: () => leaks.settle(),
  }
}

/** sha256 of a value's canonical JSON. */
export function digestOf(value: unknown): string {
  return sha256(canonicalJson(value))
}
