import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the schema says of one attribute, the dictionary and the place where it is used put together. */
export interface Attribute {
  readonly type: string
  readonly requirement?: string
  readonly is_array?: boolean
  readonly enum?: Readonly<Record<string, unknown>>
  readonly profile?: string | null
}

/** An event class or an object with all it inherits. */
export interface Shape {
  readonly attributes: ReadonlyMap<string, Attribute>
  readonly constraints: Readonly<Record<'at_least_one' | 'just_one', readonly string[] | undefined>>
}

/** A class of events and the numbers its events bear. */
export interface EventClass extends Shape {
  readonly category: number
  readonly uid: number
}

/** A data type: what it is built on, and what its values must match. */
export interface DataType {
  readonly type?: string
  readonly regex?: string
  readonly max_len?: number
  readonly range?: readonly [number, number]
  readonly values?: readonly unknown[]
}

/** A checkout of ocsf/ocsf-schema, read as its metaschema says: `extends`, `$include`, dictionary and data types. */
export interface OcsfSchema {
  readonly version: string
  class(name: string): EventClass
  /** Undefined when the type is no object. */
  object(name: string): Shape | undefined
  dataType(name: string): DataType | undefined
}

interface Source {
  readonly name?: string
  readonly extends?: string
  readonly category?: string
  readonly uid?: number
  readonly attributes?: Readonly<Record<string, Partial<Attribute> | readonly string[] | string>>
  readonly constraints?: Shape['constraints']
}

export function isOcsf(root: string): boolean {
  return existsSync(join(root, 'dictionary.json')) && existsSync(join(root, 'events'))
}

export function readOcsf(root: string): OcsfSchema {
  const read = (path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8')) as unknown
  const { attributes, types } = read('dictionary.json') as {
    attributes: Record<string, Partial<Attribute>>
    types: { attributes: Record<string, DataType> }
  }
  const sources = (folder: string): Map<string, Source> =>
    new Map(
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.json'))
        .map((path) => read(join(folder, path)) as Source)
        .map((source) => [source.name ?? source.extends ?? '', source]),
    )
  const included = (names: readonly string[] | string): Source[] =>
    [names].flat().map((path) => read(path) as Source)
  const shapeOf = (all: ReadonlyMap<string, Source>, name: string): Shape | undefined => {
    const source = all.get(name)
    if (source === undefined) return undefined
    const base = source.extends === undefined ? undefined : shapeOf(all, source.extends)
    const merged = new Map(base?.attributes)
    // What a profile adds is asked for only of those that say they follow it.
    const put = (from: Source, profile?: { readonly profile: string }): void => {
      for (const [key, given] of Object.entries(from.attributes ?? {})) {
        if (key === '$include')
          for (const one of included(given as string[])) put(one, { profile: one.name ?? '' })
        else
          merged.set(key, {
            type: '',
            ...attributes[key],
            ...merged.get(key),
            ...profile,
            ...(given as Partial<Attribute>),
          })
      }
    }
    put(source)
    return { attributes: merged, constraints: source.constraints ?? base?.constraints ?? noConstraints }
  }
  const events = sources('events')
  const categories = (read('categories.json') as { attributes: Record<string, { uid: number }> }).attributes
  const categoryOf = (name: string): string | undefined => {
    const source = events.get(name)
    return source?.category ?? (source?.extends === undefined ? undefined : categoryOf(source.extends))
  }
  const objects = sources('objects')
  return {
    version: (read('version.json') as { version: string }).version,
    class: (name) => {
      const shape = shapeOf(events, name)
      if (shape === undefined) throw new Error(`the schema has no class ${name}`)
      const category = categories[categoryOf(name) ?? '']?.uid ?? 0
      return { ...shape, category, uid: 1000 * category + (events.get(name)?.uid ?? 0) }
    },
    object: (name) => shapeOf(objects, name),
    dataType: (name) => types.attributes[name],
  }
}

const noConstraints: Shape['constraints'] = { at_least_one: undefined, just_one: undefined }
