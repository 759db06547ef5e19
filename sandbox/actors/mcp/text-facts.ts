import { decodeLayers, findHidden } from '@clawback/text'
import type { ObservedFields } from '../../ports.js'

/** Text of one answer that is looked at. UTF-16 units. */
const looked = 64 * 1024
const mostDecoded = 8

/**
 * What a model would read in an answer and a person would not: characters that do not show, and texts inside encodings.
 * `safe` makes a text fit for a record. Only what is there is said; whether it is an order is for rules to say.
 */
export function lookAtText(text: string, safe: (text: string) => string): ObservedFields {
  const head = text.slice(0, looked)
  const hidden = findHidden(head)
  const decoded = [
    ...hidden.map((span) => span.text),
    ...decodeLayers(head).flatMap((one) => one.text ?? []),
  ].filter((one) => one.trim() !== '')
  const [first] = hidden
  return {
    ...(first === undefined
      ? {}
      : {
          'text.hidden.type': first.type,
          'text.hidden.count': hidden.reduce((n, { count }) => n + count, 0),
        }),
    ...(decoded.length === 0 ? {} : { 'text.content': safe(decoded.slice(0, mostDecoded).join('\n')) }),
  }
}
