import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { ValidateFunction } from 'ajv'

export function isStix(root: string): boolean {
  return existsSync(join(root, 'schemas', 'common', 'bundle.json'))
}

interface Typed {
  readonly type?: unknown
}

/**
 * Holds bundles to a checkout of oasis-open/cti-stix2-json-schemas. The objects are asked one by one, each by the schema
 * of its type: as one of the forty alternatives of a bundle, what is wrong with it would be lost among the others.
 */
export function stixCheck(root: string): (bundle: unknown) => string[] {
  // The schemas give types to alternatives apart from where they stand, and name formats by patterns of their own.
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false })
  const byType = new Map<string, ValidateFunction>()
  const schemas = readdirSync(join(root, 'schemas'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .map(
      (path) =>
        JSON.parse(readFileSync(join(root, 'schemas', path), 'utf8')) as { $id: string; title: string },
    )
  for (const schema of schemas) ajv.addSchema(schema)
  const validator = (type: string): ValidateFunction | undefined => {
    const known = byType.get(type)
    if (known !== undefined) return known
    const schema = schemas.find(({ title }) => title === type)
    const found = schema === undefined ? undefined : ajv.getSchema(schema.$id)
    if (found !== undefined) byType.set(type, found)
    return found
  }
  return (bundle) => {
    const { objects, ...frame } = bundle as { objects?: unknown }
    const wrong = check(validator('bundle'), { ...frame, objects: [] }, 'bundle').filter(
      (line) => !line.includes('/objects'),
    )
    for (const [i, one] of (Array.isArray(objects) ? (objects as Typed[]) : []).entries()) {
      const type = String(one.type)
      wrong.push(...check(validator(type), one, `objects[${i}] (${type})`))
    }
    if (!Array.isArray(objects) || objects.length === 0) wrong.push('bundle: has no objects')
    return wrong
  }
}

function check(validate: ValidateFunction | undefined, value: unknown, path: string): string[] {
  if (validate === undefined) return [`${path}: is of no type that the schemas know`]
  if (validate(value)) return []
  return (validate.errors ?? []).map(
    (error) => `${path}${error.instancePath}: ${error.message ?? error.keyword}`,
  )
}
