import type { Kind, Stage, Channel, KnownFields } from './generated/vocabulary.js'

/** What a field of a record may hold: flat values only, never null, never nested (events.md, Shape). */
export type FieldValue = string | number | boolean | readonly (string | number | boolean)[]

/** How far a channel can be believed: 0 claimed, 1 in-process, 2 protocol or network, 3 kernel or own measurement. */
export type Trust = 0 | 1 | 2 | 3

/** The fields every record carries (events.md, Envelope). */
export interface Envelope {
  readonly schema: 'clawback/1'
  readonly id: string
  readonly kind: Kind
  readonly stage: Stage
  /** RFC 3339 UTC with at least milliseconds. */
  readonly time: string
  /** Total order within its source. */
  readonly seq: number
  readonly 'source.engine': string
  readonly 'source.version': string
  readonly 'source.channel': Channel
  readonly 'source.trust': Trust
}

/**
 * One flat record: a fact (stage read), a trace event (stage run), a live event (stage live) or a match.
 * Known fields are typed by the vocabulary; open prefixes (`gen_ai.tool.call.arguments.*`) are plain values.
 */
export type EventRecord = Envelope & KnownFields & { readonly [field: string]: FieldValue | undefined }

/** A record of what is there, made by reading. */
export type Fact = EventRecord & { readonly stage: 'read' }
/** A record of what happened in a sandbox run. */
export type TraceEvent = EventRecord & { readonly stage: 'run' }
/** A record of what happened live, before or after attribution. */
export type LiveRecord = EventRecord & { readonly stage: 'live' }

/** What an engine hands to {@link import('./build.js').buildRecord}: everything but what the builder adds. */
export type RecordDraft = Omit<Envelope, 'schema' | 'id'> &
  KnownFields & { readonly id?: string; readonly [field: string]: FieldValue | undefined }
