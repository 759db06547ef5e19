import type { ToolCall } from './tool-calls.js'

/** How one interface writes its answers: whole, and as an event stream. With a call, the model asks for a tool. */
export interface ModelSpelling {
  readonly whole: (model: string, text: string, call: ToolCall | undefined) => object
  readonly events: (model: string, text: string, call: ToolCall | undefined) => readonly ModelEvent[]
}

/** One server-sent event. */
export type ModelEvent = readonly [name: string | undefined, data: unknown]
