import { isProblem } from './json.js'
import type { WireProblem } from './json.js'
import { createLineDecoder } from './lines.js'

/** One server-sent event (HTML Standard, 9.2). */
export interface SseEvent {
  readonly event: string
  readonly data: string
  readonly id?: string
  /** Milliseconds. */
  readonly retry?: number
}

export interface SseDecoder {
  push(bytes: Uint8Array): readonly (SseEvent | WireProblem)[]
}

/** Reads an event stream as it arrives. Lines and events are bounded by `limit` bytes; an unfinished event is dropped. */
export function createSseDecoder(limit: number = 4 * 1024 * 1024): SseDecoder {
  const lines = createLineDecoder(limit)
  let event = ''
  let data: string[] = []
  let size = 0
  let id: string | undefined
  let retry: number | undefined
  let first = true

  const dispatch = (): readonly SseEvent[] => {
    const complete: SseEvent = {
      event: event === '' ? 'message' : event,
      data: data.join('\n'),
      ...(id === undefined ? {} : { id }),
      ...(retry === undefined ? {} : { retry }),
    }
    const some = data.length > 0
    event = ''
    data = []
    size = 0
    retry = undefined
    return some ? [complete] : []
  }
  const take = (line: string): readonly (SseEvent | WireProblem)[] => {
    if (line === '') return dispatch()
    const colon = line.indexOf(':')
    const name = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (name === 'data') {
      size += value.length + 1
      if (size > limit) {
        const tooLong: WireProblem = { problem: 'too-long', detail: `an event past ${limit} bytes`, size }
        data = []
        size = 0
        return [tooLong]
      }
      data.push(value)
    } else if (name === 'event') event = value
    else if (name === 'id' && !value.includes('\0')) id = value
    else if (name === 'retry' && /^\d{1,9}$/.test(value)) retry = Number(value)
    return []
  }

  return {
    push: (bytes) =>
      lines.push(bytes).flatMap((line) => {
        if (isProblem(line)) return [line]
        const clean = first ? line.replace(/^\ufeff/, '') : line
        first = false
        return take(clean)
      }),
  }
}

/** One event as it goes over the wire. */
export function encodeSse(event: SseEvent): string {
  const head = `${event.event === 'message' ? '' : `event: ${event.event}\n`}${event.id === undefined ? '' : `id: ${event.id}\n`}`
  const retry = event.retry === undefined ? '' : `retry: ${event.retry}\n`
  return `${head}${retry}${event.data
    .split('\n')
    .map((line) => `data: ${line}\n`)
    .join('')}\n`
}
