import type { PackManifest, PackMember } from '@clawback/model'
import { packBounds } from './bounds.js'
import { invalid, isText, isTextList, list, number, object, text } from './check.js'
import type { Fields } from './check.js'

/** Members that a loaded pack does without: for people and for the tools. */
export const unread: ReadonlySet<string> = new Set(['rule', 'cases', 'changelog', 'readme'])

const where = 'pack manifest'

/** Checks a parsed manifest and returns it. Members this version does not know stay; later formats are refused. */
export function checkManifest(value: Fields): PackManifest {
  if (value['format'] !== 'clawback-pack/1') throw invalid(where, 'format is not clawback-pack/1')
  const name = text(where, 'name', value['name'], 128)
  if (!/^[a-z0-9][a-z0-9._-]*(?:\/[a-z0-9][a-z0-9._-]*)?$/.test(name))
    throw invalid(where, 'name is not of lower-case letters, digits, dots and dashes')
  if (
    !/^\d{1,9}\.\d{1,9}\.\d{1,9}(?:-[0-9A-Za-z.-]{1,64})?$/.test(
      text(where, 'version', value['version'], 128),
    )
  )
    throw invalid(where, 'version is not a semantic version')
  if (!isText(value['description'])) throw invalid(where, 'description is missing')
  const requires = object(where, value['requires'])
  text(where, 'requires.evaluator', requires['evaluator'], 128)
  if (!isTextList(requires['capabilities']))
    throw invalid(where, 'requires.capabilities is not a list of texts')
  const expires = value['expires']
  if (expires !== undefined && (!isText(expires) || Number.isNaN(Date.parse(expires))))
    throw invalid(where, 'expires is not an RFC 3339 time')
  checkMembers(list(where, value['members'], packBounds.members))
  return value as unknown as PackManifest
}

function checkMembers(members: readonly unknown[]): void {
  const seen = new Set<string>()
  let last = ''
  for (const item of members) {
    const member = object(where, item) as Partial<Record<keyof PackMember, unknown>>
    const path = text(where, 'a member path', member.path, 512)
    if (!isSafePath(path)) throw invalid(where, `${JSON.stringify(path)} is not a plain relative path`)
    if (seen.has(path.toLowerCase())) throw invalid(where, `${path} is listed twice`)
    if (path <= last) throw invalid(where, `${path} is out of order`)
    seen.add(path.toLowerCase())
    last = path
    text(where, `type of ${path}`, member.type, 64)
    if (!isText(member.sha256) || !/^[0-9a-f]{64}$/.test(member.sha256))
      throw invalid(where, `${path} has no sha256`)
    const size = number(where, `size of ${path}`, member.size)
    if (!Number.isInteger(size) || size < 0 || size > packBounds.member)
      throw invalid(where, `${path} is ${size} bytes, at most ${packBounds.member}`)
  }
}

/** `/`-separated names without `.` and `..`, drive letters, backslashes or control characters. */
export function isSafePath(path: string): boolean {
  return (
    /^[\w.@+-][\w.@+ -]*(?:\/[\w.@+-][\w.@+ -]*)*$/.test(path) &&
    path.split('/').every((name) => name !== '.' && name !== '..' && name !== '__proto__')
  )
}
