import { hash } from 'node:crypto'

import { buildRecord, defaultCaps } from '@clawback/model'
import { redact } from '@clawback/text'
import type {
  Clock,
  Fact,
  FieldValue,
  Gap,
  Kind,
  KnownFields,
  OpenArtifact,
  RecordDraft,
} from '@clawback/model'

/** What a reading engine says of one artifact: facts in any order, gaps among them as `read.gap`. */
export type ReadFacts = (
  open: OpenArtifact,
  context: ReadContext,
) => AsyncIterable<Fact> | Promise<readonly Fact[]>

/** Fields an engine sets on a fact; the envelope, the subject and redaction are the context's business. */
export type FactFields = KnownFields & { readonly [field: string]: FieldValue | undefined }

/** Milliseconds an engine may still spend on this artifact. */
export interface Budget {
  remainingMs(): number
  spent(): boolean
}

/** What every reading engine is handed: who it is, when intake happened, how long it may take, and how to speak. */
export interface ReadContext {
  readonly engine: string
  readonly version: string
  readonly clock: Clock
  /** RFC 3339 UTC time of intake, the `time` of every fact. */
  readonly time: string
  readonly budget: Budget
  /** Makes a fact about this artifact: text redacted, capped, envelope filled in, `seq` counted per engine. */
  buildFact(kind: Kind, fields: FactFields): Fact
  /** Makes the `read.gap` fact of something that could not be looked at. */
  gap(reason: string, path: string | undefined, detail: string, material: boolean): Fact
  /** The same artifact, time and budget for another engine, with its own `seq`. */
  as(engine: string, version: string): ReadContext
}

export interface ReadContextOptions {
  readonly engine: string
  readonly version: string
  readonly clock: Clock
  /** RFC 3339 UTC; the clock's now when absent. */
  readonly time?: string
  /** Milliseconds for all engines together; no bound when absent. */
  readonly budgetMs?: number
}

/** The context in which one artifact is read. */
export function createReadContext(open: OpenArtifact, options: ReadContextOptions): ReadContext {
  const time = options.time ?? new Date(options.clock.now()).toISOString()
  const budget = createBudget(options.clock, options.budgetMs ?? Infinity)
  return contextOf(open.artifact.id, { ...options, time }, budget)
}

/** A budget of so many milliseconds from now on. */
export function createBudget(clock: Clock, milliseconds: number): Budget {
  const end = clock.monotonic() + milliseconds
  const remainingMs = (): number => Math.max(0, end - clock.monotonic())
  return { remainingMs, spent: () => remainingMs() === 0 }
}

/** The gap as the record every engine emits for it. */
export function gapFields(gap: Gap): FactFields {
  return {
    'gap.reason': gap.reason,
    'gap.detail': gap.detail,
    'gap.material': gap.material,
    'file.path': gap.path,
  }
}

function contextOf(
  artifact: string,
  options: ReadContextOptions & { readonly time: string },
  budget: Budget,
): ReadContext {
  const { engine, version, clock, time } = options
  let seq = 0
  const buildFact = (kind: Kind, fields: FactFields): Fact => {
    const draft = redactFields(fields)
    draft['kind'] = kind
    draft['stage'] = 'read'
    draft['time'] = time
    draft['seq'] = seq++
    draft['source.engine'] = engine
    draft['source.version'] = version
    draft['source.channel'] = 'file'
    draft['source.trust'] = 3
    draft['subject.artifact'] = artifact
    return buildRecord(draft as unknown as RecordDraft, defaultCaps, sha256) as Fact
  }
  return {
    engine,
    version,
    clock,
    time,
    budget,
    buildFact,
    gap: (reason, path, detail, material) =>
      buildFact('read.gap', gapFields({ reason, detail, material, ...(path === undefined ? {} : { path }) })),
    as: (otherEngine, otherVersion) =>
      contextOf(artifact, { clock, time, engine: otherEngine, version: otherVersion }, budget),
  }
}

/** Node's own, several times as fast as that of the model. */
function sha256(text: string): string {
  return hash('sha256', text)
}

/** Longest text looked at for secrets before the record's own cap cuts it; longer than any key block. */
const redactionWindow = 16_384

function redactFields(fields: FactFields): Record<string, FieldValue | undefined> {
  const clean: Record<string, FieldValue | undefined> = {}
  for (const name of Object.keys(fields)) {
    const value = fields[name]
    if (value !== undefined) clean[name] = redactValue(name, value)
  }
  return clean
}

function redactValue(name: string, value: FieldValue): FieldValue {
  if (typeof value === 'string') return isDigest(name) ? value : redactText(value)
  if (!Array.isArray(value) || isDigest(name)) return value
  return (value as readonly (string | number | boolean)[]).map((item) =>
    typeof item === 'string' ? redactText(item) : item,
  )
}

/** Digests look like secrets and are none. */
function isDigest(name: string): boolean {
  const known = digestNames.get(name)
  if (known !== undefined) return known
  const is = name.endsWith('digest') || name.endsWith('.id') || name === 'cause'
  if (digestNames.size < most.kept) digestNames.set(name, is)
  return is
}

/** Names of fields recur in fact after fact. */
const digestNames = new Map<string, boolean>()

/** Shorter than any shape of a credential (`ab://:abc@`). */
const shortestSecret = 10
/** Paths, headings and names recur in fact after fact; what was found of short ones is kept. */
const recent = new Map<string, string>()
const most = { kept: 8192, units: 256 }

function redactText(text: string): string {
  if (text.length < shortestSecret) return text
  if (text.length > most.units) return redact(text.slice(0, redactionWindow)).text
  const seen = recent.get(text)
  if (seen !== undefined) return seen
  const known = redact(text).text
  if (recent.size >= most.kept) recent.clear()
  recent.set(text, known)
  return known
}
