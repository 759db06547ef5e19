/** A request as the answers see it: its shape, not its meaning. */
export interface Asked {
  readonly method: string
  readonly scheme: 'http' | 'https'
  readonly host: string
  /** Path as it was sent, without the query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: ReadonlyMap<string, string>
  /** Decoded body. */
  readonly body: Buffer
}

/** What to say. `speaks` names a model interface the request was meant for. */
export interface Prepared {
  readonly name: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  readonly speaks?: string
}

export interface AnswerBook {
  /** The first answer whose shape fits; there always is one. */
  answer(asked: Asked): Prepared
}

/** `when` of an answer: all that is given must hold. Patterns are regular expressions. */
export interface Shape {
  readonly method?: readonly string[]
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  /** Members the JSON body must have. */
  readonly body?: readonly string[]
}

/** `then` of an answer: one of json, text, leaves, base64, file (beside the data) and make (built by code). */
export interface Reply {
  readonly status?: number
  readonly type?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly json?: unknown
  readonly text?: string
  /** Texts by the first group of the path; 404 for every other. */
  readonly leaves?: Readonly<Record<string, string>>
  readonly base64?: string
  readonly file?: string
  readonly make?: string
  readonly say?: string
  readonly speaks?: string
}

/** Builds a body that data alone cannot say. `fill` expands the placeholders of a text. */
export type Maker = (
  asked: Asked,
  reply: Reply,
  fill: (text: string) => string,
) => { readonly body: Buffer; readonly type?: string }
