import type { Channel } from '@clawback/model'
import type { Sighting } from '../ports.js'

/** Turns raw text of one origin into sightings. Pure but for sealing tokens; never throws on what it is given. */
export interface Connector {
  readonly name: string
  readonly channel: Channel
  /** `hook`: one JSON payload, answered with a decision. `lines`: one JSON object per line. `otlp`: an export request. */
  readonly form: 'hook' | 'lines' | 'otlp'
  read(text: string, look: Look): readonly Sighting[]
}

/** What a connector may use besides the text. */
export interface Look {
  /** RFC 3339 time of receipt. */
  readonly received: string
  /** Login whose processes deliver here, by configuration. */
  readonly login?: string
  /** For OTLP: what kind of export it is. */
  readonly signal?: 'traces' | 'logs'
  /** Keeps a bearer token in memory and gives its sha256, hex. */
  seal(token: string): string
}
