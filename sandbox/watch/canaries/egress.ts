import type { Flow } from '../../ports.js'

/** Where something came out of the cell. */
export type LeakChannel = 'http' | 'dns' | 'tls' | 'tcp' | 'udp' | 'stdout' | 'stderr' | 'mcp' | 'file'

/** A piece of egress. `stream` names what it is a piece of: pieces of one stream are also searched joined together. */
export interface Egress {
  readonly channel: LeakChannel
  readonly bytes: Uint8Array
  /** Name (`ref`) of the observation that carried it. */
  readonly because: string
  readonly flow?: Flow
  /** Name or address it went to. */
  readonly to?: string
  readonly stream?: string
  /** The piece is searched only joined with the others of its stream: another piece holds the same bytes already. */
  readonly joinOnly?: true
}
