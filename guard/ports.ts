import type {
  AgentEvent,
  Alert,
  Attribution,
  AttributionEvidence,
  Clock,
  Incident,
  LiveRecord,
  RecordDraft,
  ResponseLevel,
  ResponsePolicy,
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
  /** Response policies of the packs the alerts come from. */
  readonly policies?: readonly ResponsePolicy[]
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

/** What people do with a responder; the control socket and the command line speak exactly this, as JSON. */
export interface ResponseDesk {
  approvals(): Promise<readonly Approval[]>
  decide(approval: string, decision: 'approve' | 'deny', by: string): Promise<Approval>
  /** Gives back what was taken for an incident or by one intent, and lets held instances act again. Ids of intents. */
  restore(subject: string, by: string): Promise<readonly string[]>
  /** Intents with their states and times, oldest first. */
  intents(incident?: string): Promise<readonly IntentView[]>
  /** Sends a plan of monitor mode, or anew what was denied, expired, given back or given up. */
  apply(intent: string, by: string): Promise<IntentView>
  /** Calls off what has not gone out. */
  cancel(intent: string, by: string): Promise<IntentView>
  /** Whether automation is frozen, and which kinds have acted too often: both make everything new ask a person. */
  switches(): Promise<Switches>
  /** Freezes automation (what is held stays held), or lets it go on. */
  freeze(frozen: boolean, by: string): Promise<void>
  /** Puts in a new fuse for a kind that has acted too often. */
  resetFuse(kind: string, by: string): Promise<void>
  /** Walks the audit chain. */
  audit(): Promise<AuditReport>
}

export interface Switches {
  readonly mode: 'monitor' | 'enforce'
  readonly frozen: boolean
  readonly blownFuses: readonly string[]
}

/** What a walk over the audit chain found. No problems: the chain is whole. */
export interface AuditReport {
  readonly rows: number
  readonly checkpoints: number
  /** What is wrong, in words, with the row it was seen at. */
  readonly problems: readonly string[]
}

/** One approval as an operator sees it. */
export interface Approval {
  readonly id: string
  readonly incident: string
  readonly intent: string
  /** One line: what would be done to whom, and why. */
  readonly asks: string
  readonly requested: string
  readonly state: 'waiting' | 'approved' | 'denied' | 'expired'
  readonly by?: string
}

export interface IntentView {
  readonly id: string
  readonly incident: string
  readonly provider: string
  readonly operation: 'revoke' | 'restore'
  readonly subject: string
  readonly level: number
  readonly state: string
  /** RFC 3339 times of each state reached. */
  readonly times: Readonly<Record<string, string>>
  readonly detail: string
}

/** What the service lends the response room. */
export interface ResponderContext {
  /** Folder of mode 0700 for its ledger and keys. */
  readonly state: string
  /** The value under `response:` in guard.yaml, as parsed; the room checks it. `where` begins its errors. */
  readonly settings: unknown
  readonly where: string
  readonly vault: CredentialVault
  readonly clock: Clock
  /** Writes `control.*` and `approval.*` records into the story of an instance's chain. */
  record(kind: ControlKind, fields: ControlFields): void
  /** Told of failures of our own; never carries a secret. */
  fault(what: string, error: unknown): void
}

export type ControlKind = Extract<RecordDraft['kind'], `control.${string}` | `approval.${string}`>

/** Fields of a control record; `agent.instance` ties it to a chain, `cause` to the record that led to it. */
export type ControlFields = Readonly<
  Record<string, string | number | boolean | readonly string[] | undefined>
>

/** A responder that people can talk to and that can be put to rest; what is queued stays durable. */
export interface OpenedResponder extends Responder {
  readonly desk: ResponseDesk
  stop(): Promise<void>
}
export type OpenResponder = (context: ResponderContext) => Promise<OpenedResponder>

/** A record with the keys it was seen with and what its source says of it. */
export interface Observed {
  readonly record: LiveRecord
  readonly keys: JoinKeys
  readonly claims: readonly Omit<AttributionEvidence, 'trust' | 'ref'>[]
}

/**
 * Port: joins evidence to people, agents and credentials. What it answers in the end is a function of the set of
 * records it was told; order and repetition change only the way there.
 */
export interface Attributor {
  /** Takes a record's evidence and says who did it; `revised` are earlier ones whose answer changed. */
  observe(observed: Observed): { readonly attribution: Attribution; readonly revised: readonly Revision[] }
}

/** An earlier answer that changed because later evidence arrived. */
export interface Revision {
  readonly record: string
  readonly attribution: Attribution
}

/** One line of a story; the tree reads human, agent, sub-agent, tool call, data access, downstream. */
export interface StoryLine {
  /** Id of a record a person can look at. */
  readonly ref: string
  readonly kind: string
  readonly time: string
  /** `human:…`, or `unattributed` with the best guess after it. */
  readonly who: string
  readonly what: string
  readonly on?: string
  readonly credential?: string
  readonly score: number
  readonly level: string
  /** Rules that matched on this record. */
  readonly rules: readonly string[]
  readonly children: readonly StoryLine[]
}

export interface GraphEdge {
  readonly src: string
  readonly kind: string
  readonly dst: string
  readonly first: string
  readonly last: string
  readonly count: number
}

/** Port: who did what to what, kept for good. */
export interface GraphStore {
  /** Takes an event; one it has already (by id or dedupe key) changes nothing. */
  put(event: AgentEvent, observed: Pick<Observed, 'keys' | 'claims'>): Promise<void>
  /** Takes a later answer for an event it was given. */
  revise(event: AgentEvent): void
  /** Resolves when everything put so far is durable. */
  flush(): Promise<void>
  /** The chain of one root instance. */
  story(chain: string): Promise<readonly StoryLine[]>
  /** A shortest path between two nodes, or none. */
  path(from: string, to: string): Promise<readonly GraphEdge[] | undefined>
  /** Everything reachable from a node, nearest first, capped. */
  blast(from: string): Promise<readonly { readonly node: string; readonly depth: number }[]>
  /** Digest over nodes and edges: the same for any order and any repetition of the same records. */
  digest(): Promise<string>
}
