import { canonicalJson, pae, sha256 } from '@clawback/model'
import type { PackFile, PackManifest, PackMember, PackMemberType } from '@clawback/model'
import { readFolder } from './folder.js'
import { sign } from './keys.js'
import type { SigningKey } from './keys.js'
import { lintSource } from './lint.js'
import { toError } from './problem.js'
import { readSource } from './source.js'
import type { PackSource } from './source.js'

export interface BuildOptions {
  readonly signKey?: SigningKey
}

export interface BuiltPack {
  /** The pack file; equal content is equal bytes. */
  readonly bytes: Uint8Array
  readonly manifest: PackManifest
}

/**
 * Builds a pack folder into one canonical file and signs it when a key is given. Nothing is built from a folder that
 * the linter refuses: throws RULE_INVALID with the place of the first error.
 */
export async function buildPack(dir: string, options: BuildOptions = {}): Promise<BuiltPack> {
  const source = readSource(await readFolder(dir))
  const errors = lintSource(source).filter((problem) => problem.severity === 'error')
  if (errors.length > 0) throw toError(errors)
  const members = membersOf(source)
  const manifest = manifestOf(source, members)
  const unsigned = packFile(manifest, members)
  return { bytes: options.signKey ? await signPack(unsigned, options.signKey) : unsigned, manifest }
}

interface Member {
  readonly path: string
  readonly type: PackMemberType
  readonly content: Uint8Array
}

/** Compiled parts as canonical JSON beside the parts as written; sorted by path. */
function membersOf(source: PackSource): readonly Member[] {
  const compiled = <Value>(
    part: string,
    type: PackMemberType,
    values: ReadonlyMap<string, Value>,
  ): Member[] =>
    [...values].map(([name, value]) => ({ path: `${part}/${name}.json`, type, content: json(value) }))
  const asWritten = [...source.folder].flatMap(([path, content]): Member[] => {
    const type = writtenType(path)
    return type === undefined ? [] : [{ path, type, content }]
  })
  return [
    { path: 'plan.json', type: 'plan' as const, content: json(source.plan) },
    ...compiled('probes', 'probe', source.probes),
    ...compiled('baselines', 'baseline', source.baselines),
    ...compiled('policies', 'policy', source.policies),
    ...compiled('responses', 'responses', source.responses),
    ...asWritten,
  ].sort((a, b) => (a.path < b.path ? -1 : 1))
}

function writtenType(path: string): PackMemberType | undefined {
  if (path === 'CHANGELOG.md') return 'changelog'
  if (path === 'README.md') return 'readme'
  if (path.startsWith('rules/') && path.endsWith('.yml')) return 'rule'
  if (path.startsWith('cases/') && path.endsWith('.yml')) return 'cases'
  return path.startsWith('lists/') && path.endsWith('.txt') ? 'list' : undefined
}

function manifestOf({ head, plan }: PackSource, members: readonly Member[]): PackManifest {
  const needed = [...plan.rules, ...plan.correlations].flatMap((rule) => rule.requires)
  return {
    format: 'clawback-pack/1',
    name: head.name,
    version: head.version,
    description: head.description,
    requires: {
      evaluator: head.requires.evaluator,
      capabilities: [...new Set([...head.requires.capabilities, ...needed])].sort(),
    },
    members: members.map(({ path, type, content }): PackMember => ({
      path,
      type,
      sha256: sha256(content),
      size: content.length,
    })),
    ...(head.expires === undefined ? {} : { expires: head.expires }),
  }
}

const payloadType = 'application/vnd.clawback.pack+json'

function packFile(manifest: PackManifest, members: readonly Member[]): Uint8Array {
  const file: PackFile = {
    format: 'clawback-pack-file/1',
    envelope: { payloadType, payload: base64(json(manifest)), signatures: [] },
    blobs: Object.fromEntries(members.map(({ content }) => [sha256(content), base64(content)])),
  }
  return json(file)
}

/** Adds a signature to a pack file, in the place of an earlier one by the same key. */
export async function signPack(bytes: Uint8Array, key: SigningKey): Promise<Uint8Array> {
  const file = JSON.parse(new TextDecoder().decode(bytes)) as PackFile
  const signed = pae(payloadType, Buffer.from(file.envelope.payload, 'base64'))
  const others = file.envelope.signatures.filter(({ keyid }) => keyid !== key.keyid)
  const signatures = [...others, { keyid: key.keyid, sig: base64(await sign(key, signed)) }]
  return json({ ...file, envelope: { ...file.envelope, signatures: signatures.sort(byKey) } })
}

function byKey(a: { readonly keyid: string }, b: { readonly keyid: string }): number {
  return a.keyid < b.keyid ? -1 : 1
}

function json(value: unknown): Uint8Array {
  return new TextEncoder().encode(canonicalJson(value))
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
