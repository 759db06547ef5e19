/** What a model is asked: plain JSON, so that it can be sent, kept and compared. */
export interface ModelRequest {
  readonly model: string
  readonly maxTokens: number
  readonly system: string
  readonly tools: readonly {
    readonly name: string
    readonly description: string
    readonly input_schema: object
  }[]
  readonly messages: readonly {
    readonly role: 'user' | 'assistant'
    readonly content: readonly ModelBlock[]
  }[]
}

/** The blocks of the Messages API that an agent with tools needs (https://docs.anthropic.com/en/api/messages). */
export type ModelBlock =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'tool_use'
      readonly id: string
      readonly name: string
      readonly input: Readonly<Record<string, unknown>>
    }
  | {
      readonly type: 'tool_result'
      readonly tool_use_id: string
      readonly content: string
      readonly is_error: boolean
    }

export interface ModelReply {
  /** Model that answered, as it calls itself. */
  readonly model: string
  readonly stop: string
  readonly content: readonly ModelBlock[]
  readonly inputTokens: number
  readonly outputTokens: number
}

/** Port: whoever answers for the agent. Throws MODEL_FAILED or RECORDING_MISMATCH. */
export interface Model {
  next(request: ModelRequest): Promise<ModelReply>
}

/** US dollars per million tokens. */
export interface ModelPrice {
  readonly input: number
  readonly output: number
}
