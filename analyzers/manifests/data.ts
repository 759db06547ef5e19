/**
 * A value of a manifest with the lines it stands on, whatever the format. Members are a list: keys may stand twice, and
 * a key such as `__proto__` is a text like any other.
 */
export type Data =
  | { readonly kind: 'scalar'; readonly value: string | number | boolean | null; readonly line: number }
  | { readonly kind: 'list'; readonly items: readonly Data[]; readonly line: number }
  | { readonly kind: 'map'; readonly members: readonly Member[]; readonly line: number }

export interface Member {
  readonly key: string
  /** Line of the key, from 1. */
  readonly line: number
  readonly value: Data
}

/** The member of a map by its key; of several the last, as every parser has it. */
export function member(data: Data | undefined, key: string): Data | undefined {
  return data?.kind === 'map' ? data.members.findLast((candidate) => candidate.key === key)?.value : undefined
}

/** The value at a path of keys. */
export function at(data: Data | undefined, ...path: readonly string[]): Data | undefined {
  return path.reduce((found, key) => member(found, key), data)
}

export function members(data: Data | undefined): readonly Member[] {
  return data?.kind === 'map' ? data.members : []
}

export function items(data: Data | undefined): readonly Data[] {
  return data?.kind === 'list' ? data.items : []
}

/** The text of a scalar; numbers and booleans as they are written. */
export function text(data: Data | undefined): string | undefined {
  return data?.kind === 'scalar' && data.value !== null ? String(data.value) : undefined
}

/** A scalar that is a text. */
export function string(data: Data | undefined): string | undefined {
  return data?.kind === 'scalar' && typeof data.value === 'string' ? data.value : undefined
}

export function texts(data: Data | undefined): string[] {
  return items(data).flatMap((item) => text(item) ?? [])
}

/** The value as plain JSON, without prototypes. */
export function plain(data: Data): unknown {
  if (data.kind === 'scalar') return data.value
  if (data.kind === 'list') return data.items.map(plain)
  const object = Object.create(null) as Record<string, unknown>
  for (const { key, value } of data.members) object[key] = plain(value)
  return object
}
