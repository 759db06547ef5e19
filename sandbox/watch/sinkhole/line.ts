import type { Flow } from '../../ports.js'
import type { Session } from './session.js'

/** One conversation of the sample: a connection, or a layer (TLS, tunnel) inside one. */
export interface Line {
  readonly session: Session
  readonly flow: Flow
  /** How deep this layer lies; 0 is the connection itself. */
  readonly layer: number
  readonly secure: boolean
  /** Version of HTTP spoken on it, once it is known. */
  readonly version: string
  /** What TLS was told the name of the other side is. */
  readonly serverName?: string
  /** Where the sample meant to go: the name the address was handed out for, or the address. */
  readonly address?: string
  readonly port?: number
  /** The observation that opened this layer (handshake, tunnel request). */
  readonly because?: string
}
