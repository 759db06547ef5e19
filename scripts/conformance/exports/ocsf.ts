import type { Attribute, OcsfSchema, Shape } from './ocsf-schema.js'

/** What is wrong with one event of a class, each with its path. */
export function checkEvent(schema: OcsfSchema, name: string, event: unknown): string[] {
  const wrong: string[] = []
  const say = (path: string, what: string): void => void wrong.push(`${path || '.'}: ${what}`)
  const profiles = profilesOf(event)

  const checkShape = (shape: Shape, value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      say(path, 'is no object')
      return
    }
    const held = value as Readonly<Record<string, unknown>>
    for (const [key, one] of shape.attributes) {
      const isAsked = one.profile === undefined || one.profile === null || profiles.has(one.profile)
      if (one.requirement === 'required' && isAsked && held[key] === undefined)
        say(`${path}.${key}`, 'is required')
    }
    const { at_least_one: some, just_one: only } = shape.constraints
    const count = (keys: readonly string[]): number => keys.filter((key) => held[key] !== undefined).length
    if (some !== undefined && count(some) === 0) say(path, `needs one of ${some.join(', ')}`)
    if (only !== undefined && count(only) !== 1) say(path, `needs exactly one of ${only.join(', ')}`)
    for (const [key, inner] of Object.entries(held)) {
      const attribute = shape.attributes.get(key)
      if (attribute === undefined) say(`${path}.${key}`, 'is not in the schema')
      else checkAttribute(attribute, inner, `${path}.${key}`)
    }
  }

  const checkAttribute = (attribute: Attribute, value: unknown, path: string): void => {
    if (attribute.is_array === true) {
      if (!Array.isArray(value)) say(path, 'is no list')
      else for (const [i, item] of value.entries()) checkOne(attribute, item, `${path}[${i}]`)
    } else checkOne(attribute, value, path)
  }

  const checkOne = (attribute: Attribute, value: unknown, path: string): void => {
    const named = attribute.enum
    if (named !== undefined && !numbered.has(path) && !Object.hasOwn(named, String(value)))
      say(path, 'is not of the listed values')
    const type = schema.dataType(attribute.type)
    if (type !== undefined) checkScalar(attribute.type, value, path)
    // Anything may stand in an `object`, which has no attributes.
    else if (attribute.type !== 'object') {
      const shape = schema.object(attribute.type)
      if (shape === undefined) say(path, `is of the unknown type ${attribute.type}`)
      else checkShape(shape, value, path)
    } else if (typeof value !== 'object') say(path, 'is no object')
  }

  const checkScalar = (name: string, value: unknown, path: string): void => {
    const type = schema.dataType(name)
    const base = type?.type ?? name
    const kind = kinds[base]
    if (kind !== undefined && !kind(value)) say(path, `is no ${name}`)
    if (type?.regex !== undefined && !new RegExp(type.regex, 'u').test(String(value)))
      say(path, `does not match what a ${name} must`)
    if (type?.max_len !== undefined && String(value).length > type.max_len)
      say(path, `is too long for a ${name}`)
    if (type?.range !== undefined && !(Number(value) >= type.range[0] && Number(value) <= type.range[1]))
      say(path, `is outside of the range of a ${name}`)
  }

  const { category, uid, ...shape } = schema.class(name)
  checkShape(shape, event, '')
  const { category_uid, class_uid, type_uid, activity_id } = event as Readonly<Record<string, unknown>>
  if (category_uid !== category) say('.category_uid', `is not ${category}`)
  if (class_uid !== uid) say('.class_uid', `is not ${uid}`)
  if (type_uid !== 100 * uid + Number(activity_id)) say('.type_uid', 'is not that of class and activity')
  return wrong
}

/** Their lists are made of all classes there are, when the schema is put together. */
const numbered: ReadonlySet<string> = new Set(['.category_uid', '.class_uid', '.type_uid'])

const kinds: Readonly<Record<string, (value: unknown) => boolean>> = {
  string_t: (value) => typeof value === 'string',
  boolean_t: (value) => typeof value === 'boolean',
  float_t: (value) => typeof value === 'number',
  integer_t: Number.isSafeInteger,
  long_t: Number.isSafeInteger,
}

function profilesOf(event: unknown): ReadonlySet<string> {
  const metadata = (event as { metadata?: { profiles?: unknown } } | null)?.metadata
  return new Set(Array.isArray(metadata?.profiles) ? (metadata.profiles as string[]) : [])
}
