import type { Trust, TrustedKey } from '@clawback/model'

/** What guard.yaml says, checked. Paths are absolute. Who the people are is here; who did something never is. */
export interface GuardConfig {
  /** Path of the file, for errors. */
  readonly path: string
  /** Folder of the ledgers, keys and sockets; made with mode 0700. */
  readonly state: string
  readonly sources: readonly SourceConfig[]
  readonly people: readonly Person[]
  readonly onCall: readonly OnCall[]
  readonly resources: readonly ResourceLabel[]
  readonly registry: Registry
  /** Tools whose results nobody vouches for. */
  readonly untrustedTools: readonly string[]
  readonly packs: readonly string[]
  readonly keys: readonly TrustedKey[]
  /** The response room checks this itself. */
  readonly response: unknown
}

/** One configured source. Trust is ours to give: 0 claimed, 1 in-process, 2 protocol or network, 3 own measurement. */
export interface SourceConfig {
  readonly name: string
  readonly connector: string
  readonly trust: Trust
  /** Whose login delivers here, `alice@workstation`: the socket's folder lets nobody else in. */
  readonly login?: string
  /** A file to follow instead of waiting for requests. */
  readonly file?: string
  /** A loopback address to listen on besides the socket, `127.0.0.1:4318`; port 0 picks one. */
  readonly listen?: { readonly host: string; readonly port: number }
}

/** A person and the names they are known by. Names are joined exactly, never by likeness. */
export interface Person {
  readonly id: string
  readonly emails: readonly string[]
  /** `issuer|subject` pairs of identity providers. */
  readonly subjects: readonly string[]
  readonly logins: readonly string[]
  /** IANA time zone. */
  readonly zone: string
  /** Minutes of the local day, and days 1 (Monday) to 7. */
  readonly hours?: { readonly from: number; readonly to: number; readonly days: readonly number[] }
}

/** A declared window in which a person works outside their hours: on call, or under an approved change ticket. */
export interface OnCall {
  readonly human: string
  readonly from: number
  readonly to: number
  readonly ticket?: string
}

/** What a resource is, by a pattern over `kind:name` in which `*` stands for anything. The first that fits decides. */
export interface ResourceLabel {
  readonly match: RegExp
  readonly env: string
  readonly sensitivity: readonly string[]
}

export interface Registry {
  /** Names or ids of sanctioned MCP servers. */
  readonly mcpServers: ReadonlySet<string>
}
