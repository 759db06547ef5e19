import type { Readable, Writable } from 'node:stream'
import type { Model } from './actors/llm/model.js'
import type {
  Channel,
  EntryPoint,
  ModelUse,
  Kind,
  RecordDraft,
  RunStatus,
  Trace,
  TraceEvent,
  Trust,
} from '@clawback/model'
import type { Recording } from './watch/sinkhole/har.js'

export type { Model, ModelUse }

/** The fields a watcher fills; the envelope, run, order and attribution are added when the record is made. */
export type ObservedFields = Omit<
  RecordDraft,
  | 'kind'
  | 'stage'
  | 'time'
  | 'seq'
  | 'id'
  | 'source.engine'
  | 'source.version'
  | 'source.channel'
  | 'source.trust'
>

/**
 * One thing a watcher saw, before it becomes a record. Network and kernel observations meet in one queue, are put in
 * order of `at`, attributed to a process through `flow`, and only then get their `seq`.
 */
export interface Observation {
  readonly kind: Kind
  /** Milliseconds since the epoch, with a fraction. */
  readonly at: number
  readonly engine: string
  readonly channel: Channel
  readonly trust: Trust
  readonly fields: ObservedFields
  /** The connection it was seen on; the record then gets pid, exec id, peer and cause. */
  readonly flow?: Flow
  /** A name of this observation, unique in the run, for others to give as their cause. */
  readonly ref?: string
  /** The `ref` of the observation that led to this one; the record's `cause` is then the id of that record. */
  readonly because?: string
  /** Of a program that was started. */
  readonly instructions?: Instructions
}

/** Where a program that was started takes its instructions from, as far as its arguments and descriptors tell. */
export interface Instructions {
  /** The program, and the script files that an interpreter was given; absolute paths. */
  readonly files: readonly string[]
  /** Program text among the arguments (`sh -c TEXT`). */
  readonly texts: readonly string[]
  /** It runs what its input brings: an interpreter without a script. */
  readonly fromInput: boolean
  /** The pipe it reads from, and the ordinal of the process that made the pipe. */
  readonly input?: { readonly pipe: string; readonly maker?: number }
  /** The pipe it prints into. */
  readonly output?: string
}

export type Emit = (observation: Observation) => void

/** Keeps bytes beside the trace, within caps, and returns their sha256 (hex). Past the caps only the digest is kept. */
export type Keep = (bytes: Uint8Array) => string

/** The sample's end of a connection, as the accepting socket sees it (remoteAddress, remotePort). */
export interface FlowEnd {
  readonly transport: 'tcp' | 'udp'
  readonly address: string
  readonly port: number
}

/** A connection with what the kernel's socket table knows of it. */
export interface Flow extends FlowEnd {
  /** Where the sample meant to go: address and port before the redirect. */
  readonly peer?: { readonly address: string; readonly port: number }
  readonly inode?: number
}

/** Looks a connection up in the socket table. Call at once on accept or on the first datagram: it is gone later. */
export type TraceFlow = (end: FlowEnd) => Flow

/** A value planted for one run. It is no secret of anybody, but it is redacted in records like one. */
export interface Canary {
  /** Unique in the run; the value itself never enters a record. */
  readonly id: string
  /** Kind of value: aws_access_key, github_token, ssh_key, wallet. */
  readonly kind: string
  /** Where it lies: `~/.aws/credentials` or `env:OPENAI_API_KEY` or `metadata:/latest/...`. */
  readonly source: string
  readonly value: string
}

/** What is laid into a cell before a run. Paths are relative to the home folder of the cell. */
export interface Plant {
  readonly files: readonly {
    readonly path: string
    readonly content: string | Uint8Array
    readonly mode?: number
  }[]
  readonly env: Readonly<Record<string, string>>
  readonly canaries: readonly Canary[]
}

/** `plantCanaries`: fresh random values for every run. */
export type PlantCanaries = (run: string) => Plant

/** A certificate authority that every cell of one worker trusts. */
export interface Authority {
  /** The CA certificate, PEM. */
  readonly pem: string
  /** Key and certificate (PEM, chain included) for a server name or address; kept for the life of the authority. */
  leaf(name: string): Promise<{ readonly key: string; readonly cert: string }>
}

/** Bounds of the sinkhole, for one run. Past one of them it goes on refusing, and says so once as `resource.limit`. */
export interface SinkholeCaps {
  readonly connections: number
  readonly dnsQueries: number
  readonly requests: number
  /** Bytes of one body that are kept and searched. */
  readonly bodyBytes: number
  /** Bytes taken in over all connections. */
  readonly totalBytes: number
  /** Milliseconds a connection may stay silent. */
  readonly idleMs: number
}

/** Prepared answers. Data, not code; shapes are the sinkhole's own. */
export type Answers = Readonly<Record<string, unknown>>

export interface SinkholeOptions {
  readonly emit: Emit
  readonly keep: Keep
  readonly trace: TraceFlow
  readonly now: () => number
  readonly ca: Authority
  readonly canaries: readonly Canary[]
  readonly answers: Answers
  /** Tried before the answers. */
  readonly recorded?: Recording | undefined
  readonly caps: SinkholeCaps
}

/** What a sinkhole is told when the next run begins. */
export type SinkholeRun = Pick<SinkholeOptions, 'ca' | 'canaries' | 'answers' | 'recorded'> & {
  readonly run: string
}

/**
 * The network a sample sees. One TCP listener on `::` (dual stack) and one UDP socket each on 127.0.0.1 and ::1 with
 * the same port take everything that the worker's redirect sends; DNS, TLS, HTTP and raw are told apart by content.
 */
export interface Sinkhole {
  readonly tcpPort: number
  readonly udpPort: number
  /**
   * The sample has ended: hangs up, records what was pending and what planted values were split over several messages.
   * Once it resolves, nothing more is emitted until the next `reset`. Call it before the run's records are closed.
   */
  settle(): Promise<void>
  /** Drops every connection, name table and count of the run before. */
  reset(run: SinkholeRun): Promise<void>
  close(): Promise<void>
}

/** The sample's standard streams. Ending `stdin` gives the sample end-of-file. */
export interface Stdio {
  readonly stdin: Writable
  readonly stdout: Readable
  readonly stderr: Readable
}

/** What an actor works with. Actors play beside the sinkhole, in the cell's network namespace, not in the caller. */
export interface PlayContext {
  readonly run: string
  readonly emit: Emit
  readonly keep: Keep
  readonly now: () => number
  readonly canaries: readonly Canary[]
  /** Settles the actor's own behaviour: plain JSON from {@link CellRun.actor}. */
  readonly options: Readonly<Record<string, unknown>>
  /** Aborted when the run's time is over or the sample has ended: return soon. */
  readonly signal: AbortSignal
  /** Resolves when the sample's first process has ended. */
  readonly ended: Promise<void>
  /** Resolves when the sample is seen to wait for connections; absent where nobody looks. */
  readonly listening?: Promise<void>
  /** Asks the model of the caller, who has a network; only there when the run was given one. */
  readonly ask?: Model['next']
  /** Marks the start of a phase: one `run.phase` record. */
  phase(name: string): void
}

/** What came of a play. A throw of the actor is our own failure (`sandbox-error`), not the sample's. */
export interface Played {
  /** The sample did something of its own: answered a list, got past its imports. */
  readonly covered: boolean
  /** The sample broke the protocol or lacks a package; the run ends with this status unless a limit was reached. */
  readonly status?: Extract<RunStatus, 'protocol-error' | 'missing-dependency'>
  readonly detail?: string
  /** What a model cost that was asked. */
  readonly model?: ModelUse
}

/** Port: whoever plays with the sample. One verb. */
export interface Actor {
  play(stdio: Stdio, context: PlayContext): Promise<Played>
}

/** Bounds of one run. */
export interface Limits {
  readonly wallMs: number
  readonly cpuSeconds: number
  readonly memoryBytes: number
  readonly processes: number
  readonly openFiles: number
  readonly fileBytes: number
  readonly diskBytes: number
  readonly diskInodes: number
  readonly outputBytes: number
  /** Lines of the kernel trace. */
  readonly traceLines: number
  /** Records of the run. */
  readonly events: number
  readonly bodyBytes: number
}

/**
 * Variants of a run (run.variant). `deep` traces every call without the kernel filter's blind spot, slower; `stubs`
 * puts recording stand-ins in the place of packages that are not in the cell; `restart` lists a server's tools once more,
 * a month later where that can be shown. The others change what a sample can see
 * of where and when it runs: `shifted-date` is thirty days later, `ci` a build service instead of a desktop, `offline`
 * a machine without a network.
 */
export type Variant =
  'base' | 'deep' | 'no-hooks' | 'sleep-skip' | 'stubs' | 'restart' | 'shifted-date' | 'ci' | 'offline'

/** One run as a value: JSON all through, so that a plan can be stored and repeated. */
export interface CellRun {
  readonly run: string
  /** Artifact id. */
  readonly artifact: string
  readonly entry: EntryPoint
  readonly variant: Variant
  /** Folder on the host that becomes `/skill`: a copy that the sample may change, and that goes with the run. */
  readonly root: string
  /** Files of the sample that its origin marked as executable. */
  readonly executables?: readonly string[]
  /** Folder on the host that holds `node_modules`, seen read-only as `/skill/node_modules`. */
  readonly dependencies?: string
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly actor: { readonly name: string; readonly options: Readonly<Record<string, unknown>> }
  readonly limits: Limits
  /** Answers of the network that a researcher supplies; the others are given where these do not fit. */
  readonly recorded?: Recording
}

/** What a run gave: the trace, and the last part of what the sample wrote to its terminal. */
export interface CellResult {
  readonly trace: Trace
  readonly stdout: string
  readonly stderr: string
}

/** One thing a cell needs and whether it is there. */
export interface Requirement {
  readonly name: string
  readonly ok: boolean
  readonly detail: string
  /** How to mend it; empty when ok. */
  readonly mend: string
  /** Name of the mode that does without it, where there is one; only {@link CellOptions.allowDegraded} chooses it. */
  readonly degraded?: Degraded
  /** The error that opening throws for it, where it has one of its own; SANDBOX_UNAVAILABLE when left out. */
  readonly refusal?: {
    readonly code: 'TOOL_MISSING' | 'DISK_LOW'
    readonly values: Readonly<Record<string, string | number>>
  }
}

/** What a cell can do here. It can be opened when all requirements are ok. */
export interface CellProbe {
  readonly cell: string
  readonly ok: boolean
  readonly requirements: readonly Requirement[]
  /** Versions of kernel and tools, for provenance (R16). */
  readonly versions: Readonly<Record<string, string>>
  /** What this cell cannot see or hold, in words a person understands. */
  readonly blindSpots: readonly string[]
}

/**
 * Ways to run with less, each only when asked for by name and stamped into every result. `no-nft`: nothing leaves the
 * network still, but only what goes to the sinkhole's own ports by chance is answered: connections are seen as calls.
 */
export type Degraded = 'no-nft'

export interface CellOptions {
  /** Modes that may be used where this machine lacks something. None unless named. */
  readonly allowDegraded?: readonly Degraded[]
  /** Folder for private working files; a new one below the system's temporary folder when left out. */
  readonly workdir?: string
  /** Uid to drop to when started as root. */
  readonly uid?: number
}

export interface RunWatch {
  /** Answers for an `llm-agent`; asked in this process, never in the worker. */
  readonly model?: Model
  readonly onEvent?: (event: TraceEvent) => void
  readonly signal?: AbortSignal
}

/** A cell that is ready: its worker runs, its network is sealed. Runs asked for at once are run one after the other. */
export interface OpenCell {
  run(run: CellRun, watch?: RunWatch): Promise<CellResult>
  close(): Promise<void>
}

/**
 * Port: a place to run untrusted things. `probe` looks without changing anything; `open` throws SANDBOX_UNAVAILABLE,
 * SANDBOX_ROOT, TOOL_MISSING or DISK_LOW and never falls back to anything weaker.
 */
export interface Cell {
  readonly name: string
  probe(options?: CellOptions): Promise<CellProbe>
  open(options?: CellOptions): Promise<OpenCell>
}
