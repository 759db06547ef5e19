import type { Fact } from '@clawback/model'
import type { FactFields, ReadContext } from '../context.js'
import type { Claim } from './claims.js'
import { isPinned } from './requirements.js'
import type { Declared } from './requirements.js'
import { resembled } from './well-known.js'

/** One manifest being read. */
export interface ManifestReading {
  readonly context: ReadContext
  /** Relative to the artifact root. */
  readonly path: string
  readonly type: string
  /** Paths of all files of the artifact. */
  readonly files: readonly string[]
  /** The artifact is a package of a registry: installing it does not build it. */
  readonly published: boolean
}

/** Fields of one manifest that are kept; the rest is said as a gap. */
export const mostFields = 1000
/** Claims of one manifest that are kept. */
const mostClaims = 400

/** Hooks and servers are the same thing wherever they stand: a rule asks for `manifest.type: hooks`. */
function typeOf(reading: ManifestReading, key: string): string {
  if (reading.type === 'settings' || reading.type === 'plugin') {
    if (key.startsWith('hooks.')) return 'hooks'
    if (key.startsWith('mcpServers.')) return 'mcp'
  }
  return reading.type
}

/** A leaf of the manifest. */
export function fieldFact(reading: ManifestReading, key: string, value: string, line: number): Fact {
  return fact(reading, 'manifest.field', line, {
    'manifest.type': typeOf(reading, key),
    'manifest.key': key,
    'manifest.value': value,
  })
}

/** One `manifest.claim` per capability and manifest, at its first mention. */
export function* claimFacts(reading: ManifestReading, claims: readonly Claim[]): Generator<Fact> {
  const seen = new Set<string>()
  for (const { action, target, negated, line, text: said } of claims) {
    const key = `${action} ${target} ${negated}`
    if (seen.has(key)) continue
    if (seen.size === mostClaims) {
      yield reading.context.gap('limit', reading.path, `only the first ${mostClaims} claims were kept`, false)
      return
    }
    seen.add(key)
    yield fact(reading, 'manifest.claim', line, {
      'manifest.type': reading.type,
      'manifest.claim': target === '*' ? action : `${action}:${target}`,
      'manifest.claim.negated': negated,
      'manifest.value': said,
      'capability.action': action,
      'capability.target': target,
      'capability.basis': 'declared',
    })
  }
}

/** One `dependency.declare` each. */
export function* dependencyFacts(reading: ManifestReading, declared: readonly Declared[]): Generator<Fact> {
  for (const one of declared.slice(0, mostFields))
    yield fact(reading, 'dependency.declare', one.line, {
      'dependency.ecosystem': one.ecosystem,
      'dependency.name': one.name,
      'dependency.version': one.version,
      'dependency.pinned': isPinned(one),
      'dependency.scope': one.scope,
      'dependency.resembles': resembled(one.ecosystem, one.name),
    })
}

/** A command that a package manager runs by itself. */
export function hookFact(reading: ManifestReading, name: string, command: string, line: number): Fact {
  return fact(reading, 'dependency.hook', line, {
    'dependency.hook.name': name,
    'dependency.hook.command': command,
  })
}

/** A fact at a line of the manifest. */
export function fact(
  { context, path }: ManifestReading,
  kind: Fact['kind'],
  line: number,
  fields: FactFields,
): Fact {
  return context.buildFact(kind, { 'file.path': path, 'code.line.number': line, ...fields })
}
