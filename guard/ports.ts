import type {
  Alert,
  Attribution,
  AttributionEvidence,
  Incident,
  LiveRecord,
  RecordDraft,
  ResponseLevel,
  Trust,
} from '@clawback/model'

/** A configured source: who delivers, through which connector, and how far it is believed. Never set by the sender. */
export interface SourceIdentity {
  readonly name: string
  readonly connector: string
  readonly trust: Trust
}

/** Identifiers a raw input shares with others; joins run over these and never over times alone. */
export interface JoinKeys {
  readonly session?: string
  /** Sub-agent id within the session. */
  readonly subagent?: string
  /** Parent sub-agent; the root agent when absent though `subagent` is set. */
  readonly parentSubagent?: string
  readonly run?: string
  readonly toolCall?: string
  readonly trace?: string
  readonly span?: string
  readonly parentSpan?: string
  /** `ag-<sid8>-<mac8>` found in what a downstream log keeps. */
  readonly stamp?: string
  /** sha256 of a token, hex: what logs keep of it. */
  readonly tokenDigest?: string
  readonly grant?: string
  readonly client?: string
  readonly issuer?: string
  /** Subject of a sign-in or token at its issuer. */
  readonly subject?: string
  readonly email?: string
  /** Login on a host, `uid:1000@host` or `name@host`. */
  readonly login?: string
}

/** One thing a source saw, with ready kind and fields, but nothing about who. */
export interface Sighting {
  readonly draft: Omit<RecordDraft, 'stage' | 'source.trust' | 'source.engine' | 'source.version' | 'seq'>
  readonly keys: JoinKeys
  /** Identities the source itself vouches for or merely claims. */
  readonly claims?: readonly Omit<AttributionEvidence, 'trust' | 'ref'>[]
}

/** Port: something that brings sightings. `deliver` resolves when they are taken over. */
export interface Source {
  start(deliver: Deliver): Promise<void>
  stop(): Promise<void>
}
export type Deliver = (source: SourceIdentity, sightings: readonly Sighting[]) => Promise<void>

/** A token kept sealed in memory: never written, never logged, gone on restart. */
export interface CredentialVault {
  /** Seals a token and gives the id records may carry: HMAC(install key, sha256(token)). */
  seal(token: string): string
  /** Runs `work` with the token, or gives undefined when it is not held. */
  use<T>(credential: string, work: (token: string) => Promise<T>): Promise<T | undefined>
}

/** What the responder is asked: an incident, its alerts so far, and who did what they rest on. */
export interface Question {
  readonly incident: Incident
  readonly alerts: readonly Alert[]
  /** Record id -> attribution, for every record the alerts rest on that is still known. */
  readonly attributions: ReadonlyMap<string, Attribution>
  /** Record id -> record, likewise. */
  readonly records: ReadonlyMap<string, LiveRecord>
  /** Highest response level the signer of the alert's pack may ask for; 0 for unsigned packs. */
  readonly allowed: ResponseLevel
}

/** Port: decides what is done about an incident, and does it. */
export interface Responder {
  consider(question: Question): Promise<void>
  /** Milliseconds matter: in-memory verdict for the next action of an instance or any of its ancestors. */
  standing(lineage: readonly string[]): Standing | undefined
}

/** What stands against an instance. `stop` ends the session, `deny` refuses the next calls. */
export interface Standing {
  readonly action: 'deny' | 'stop'
  readonly reason: string
  readonly incident: string
}
