import { createRequire } from 'node:module'

import type { Probe, YaraProbe } from '@clawback/model'

import { packageVersion } from '../versions.js'

/** One place where a YARA rule matched. */
export interface YaraHit {
  readonly probe: YaraProbe
  readonly rule: string
  readonly offset: number
  readonly length: number
  readonly pattern: string
}

export interface YaraScanner {
  readonly version: string
  /** Probes that do not compile, with the compiler's words. */
  readonly broken: readonly { readonly probe: YaraProbe; readonly detail: string }[]
  scan(bytes: Uint8Array): readonly YaraHit[]
}

/** The part of the binding that is used; it comes without types. */
interface Binding {
  compile(source: string, options: Options): Compiled
  validate(source: string, options: Options): { readonly errors: readonly { readonly message: string }[] }
}

interface Options {
  readonly enableIncludes: false
  readonly errorOnSlowLoop: true
  readonly errorOnSlowPattern: true
}

interface Compiled {
  scan(data: Buffer): readonly {
    readonly ruleIdentifier: string
    readonly matches: readonly {
      readonly offset: number
      readonly length: number
      readonly identifier: string
    }[]
  }[]
}

const name = '@litko/yara-x-linux-x64-gnu'
/** A pack must not read files of this machine, nor bring in patterns that make a scan crawl. */
const options: Options = { enableIncludes: false, errorOnSlowLoop: true, errorOnSlowPattern: true }
const most = { hitsPerRule: 8, hits: 256 }

/**
 * Compiles the YARA probes of a set into as few scanners as their rule names allow (mostly one). Undefined when YARA-X
 * is not built for this machine: the caller reports a gap, never "no hit".
 */
export function openYara(probes: readonly Probe[]): YaraScanner | undefined {
  const binding = load()
  if (binding === undefined) return undefined
  const ready = setsOf(probes.filter((one) => one.kind === 'yara')).map((set) => compileSet(set, binding))
  return {
    version: packageVersion(name),
    broken: ready.flatMap(({ broken }) => broken),
    scan: (bytes) => ready.flatMap(({ compiled, names }) => hits(compiled, names, bytes)).slice(0, most.hits),
  }
}

/** Rule -> its probe; the binding knows no namespaces, and rules of two packs may bear one name. */
type NamedSet = Map<string, YaraProbe>

function setsOf(probes: readonly YaraProbe[]): readonly NamedSet[] {
  const sets: NamedSet[] = []
  for (const probe of probes) {
    const names = ruleNames(probe.source)
    const free = sets.find((one) => names.every((rule) => !one.has(rule)))
    const set: NamedSet = free ?? new Map<string, YaraProbe>()
    if (free === undefined) sets.push(set)
    for (const rule of names.length === 0 ? [`${probe.pack} ${probe.id}`] : names) set.set(rule, probe)
  }
  return sets
}

interface ReadySet {
  readonly compiled: Compiled
  readonly names: NamedSet
  readonly broken: YaraScanner['broken']
}

/** All at once, and only if that fails each by itself: to validate takes as long as to compile. */
function compileSet(names: NamedSet, binding: Binding): ReadySet {
  const probes = [...new Set(names.values())]
  const compile = (those: readonly YaraProbe[]): Compiled =>
    binding.compile(those.map(({ source }) => source).join('\n'), options)
  try {
    return { compiled: compile(probes), names, broken: [] }
  } catch {
    const broken = probes.flatMap((probe) => {
      const [error] = binding.validate(probe.source, options).errors
      return error === undefined ? [] : [{ probe, detail: error.message.slice(0, 400) }]
    })
    const whole = probes.filter((probe) => broken.every((one) => one.probe !== probe))
    return { compiled: compile(whole), names, broken }
  }
}

function load(): Binding | undefined {
  try {
    return createRequire(import.meta.url)(name) as Binding
  } catch {
    return undefined
  }
}

function ruleNames(source: string): string[] {
  const plain = source.replace(/\/\*[^]*?\*\/|\/\/[^\n]*/g, '')
  return [...plain.matchAll(/\brule\s+([A-Za-z_]\w*)/g)].map((match) => match[1] ?? '')
}

function hits(compiled: Compiled, names: ReadonlyMap<string, YaraProbe>, bytes: Uint8Array): YaraHit[] {
  return compiled
    .scan(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    .flatMap(({ ruleIdentifier: rule, matches }) => {
      const probe = names.get(rule)
      if (probe === undefined) return []
      if (matches.length === 0) return [{ probe, rule, offset: 0, length: 0, pattern: '' }]
      return matches
        .slice(0, most.hitsPerRule)
        .map(({ offset, length, identifier }) => ({ probe, rule, offset, length, pattern: identifier }))
    })
}
