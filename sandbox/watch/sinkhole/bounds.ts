type BoundName =
  | 'inflated'
  | 'header'
  | 'capture'
  | 'greetMs'
  | 'undecidedMs'
  | 'quietMs'
  | 'requestMs'
  | 'connectionMs'
  | 'layers'
  | 'messages'

/** Bounds that no run needs to change; what a run may settle is in SinkholeCaps. Sizes in bytes, times in ms. */
export const bounds: Readonly<Record<BoundName, number>> = {
  /** What one decoding step of a body may give (gzip and brotli bombs). */
  inflated: 8 << 20,
  /** Request line and headers. */
  header: 64 << 10,
  /** The start of a connection that is remembered in case no protocol understands it. */
  capture: 256 << 10,
  /** Silence after which a server that speaks first does so. */
  greetMs: 250,
  /** Silence after which a start that no protocol fits yet is taken as raw bytes. */
  undecidedMs: 2_000,
  /** Silence after which bytes of an unknown protocol become a record. */
  quietMs: 200,
  /** From the first byte of a request to its last (slow loris). */
  requestMs: 10_000,
  /** Lifetime of one connection. */
  connectionMs: 60_000,
  /** Layers of tunnels and TLS on one connection. */
  layers: 4,
  /** Messages of one connection that become records. */
  messages: 2_000,
}
