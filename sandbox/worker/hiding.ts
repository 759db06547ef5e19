import { redact } from '@clawback/text'
import type { Canary, ObservedFields } from '../ports.js'

type Scalar = string | number | boolean

/** Fields that carry what a sample wrote or was told, where a credential may stand (events.md, law 6). */
const spoken: ReadonlySet<string> = new Set([
  'process.command_args',
  'process.command_line',
  'file.path',
  'file.target_path',
  'file.symbolic_link.target_path',
])

/**
 * Takes secrets out of the fields of a record: a planted value gives way to its name, which is the same in every run;
 * a credential of the sample itself to a marker. Network watchers redact what they excerpt by themselves.
 */
export function createHiding(canaries: readonly Canary[]): (fields: ObservedFields) => ObservedFields {
  const shortest = Math.min(...canaries.map(({ value }) => value.length))
  const plain = (text: string): string =>
    text.length < shortest
      ? text
      : canaries.reduce((rest, { value, id }) => rest.replaceAll(value, `«canary:${id}»`), text)
  const hide = (name: string, text: string): string => {
    const rest = plain(text)
    return spoken.has(name) ? redact(rest).text : rest
  }
  return (fields) =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [
        name,
        typeof value === 'string'
          ? hide(name, value)
          : Array.isArray(value)
            ? (value as readonly Scalar[]).map((item) => (typeof item === 'string' ? hide(name, item) : item))
            : value,
      ]),
    )
}
