import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '@clawback/model'
import { problemAt } from './found.js'
import type { CollectSource, CollectTerms, Found, Place } from './found.js'
import { kindOf } from './kinds.js'
import type { CollectKind, Provenance } from './sample.js'
import { collectClawhub } from './sources/clawhub.js'
import { collectList } from './sources/lists.js'
import { collectArchive, collectFolder, collectPackage } from './sources/locals.js'
import { collectManifest } from './sources/manifest.js'
import { collectRepository } from './sources/repository.js'
import { openVault } from './vault.js'
import type { Taken, Vault } from './vault.js'

export interface CollectOptions extends Omit<CollectTerms, 'workdir'> {
  /** Folder of the quarantine; made when it is not there. */
  readonly folder: string
  readonly sources: readonly string[]
  /** What all sources are; recognised when left out. */
  readonly kind?: CollectKind
  /** Said of everything that its source says nothing of. */
  readonly said: Pick<Provenance, 'label' | 'labelledBy' | 'licence'>
  readonly clock: Clock
  /** Called after each artifact. */
  readonly onTaken?: (taken: Taken, name: string) => void
}

/** What a collection came to. */
export interface CollectSummary {
  /** Artifacts seen: new content, a new copy of known content, and copies that were known. */
  readonly seen: number
  readonly added: number
  readonly copied: number
  readonly known: number
  /** Bytes of the files seen, and of those that were not there before. */
  readonly bytes: number
  readonly stored: number
  /** What the quarantine holds now. */
  readonly samples: number
  readonly copies: number
  /** Code -> what could not be collected, in the whole quarantine. */
  readonly problems: Readonly<Record<string, number>>
  readonly seconds: number
}

/**
 * Brings samples together in a quarantine, each content once, with every place it was found at. Killed at any moment, the
 * same call goes on. What could not be collected is a problem in the manifest. Throws INPUT_NOT_FOUND before anything is
 * written, STORE_BUSY, OUTPUT_FAILED, INPUT_MALFORMED.
 */
export async function collect(options: CollectOptions): Promise<CollectSummary> {
  const { folder, clock } = options
  const began = clock.monotonic()
  const sources: CollectSource[] = []
  for (const locator of options.sources)
    sources.push({ locator, kind: options.kind ?? (await kindOf(locator)) })
  const vault = await openVault(folder)
  try {
    const counts = { seen: 0, added: 0, copied: 0, known: 0, bytes: 0, stored: 0 }
    for (const source of sources) await work(source, vault, options, counts)
    options.onStep?.('writing the manifest')
    const { samples, copies, problems } = await vault.fold(options.sources)
    const codes: Record<string, number> = {}
    for (const { code } of problems) codes[code] = (codes[code] ?? 0) + 1
    const seconds = Math.round((clock.monotonic() - began) / 10) / 100
    return { ...counts, samples, copies, problems: codes, seconds }
  } finally {
    await vault.close()
  }
}

const names = { new: 'added', copy: 'copied', known: 'known' } as const

async function work(
  source: CollectSource,
  vault: Vault,
  options: CollectOptions,
  counts: Record<'seen' | 'added' | 'copied' | 'known' | 'bytes' | 'stored', number>,
): Promise<void> {
  const { said, clock } = options
  const workdir = await mkdtemp(join(tmpdir(), 'clawback-collect-'))
  try {
    for await (const found of safely(source, { ...options, workdir })) {
      if (found.type === 'problem') {
        const { kind, locator, path, commit, start } = found.place
        const where = { ...(path === undefined ? {} : { path }), ...(commit === undefined ? {} : { commit }), ...(start === undefined ? {} : { start }) } // prettier-ignore
        await vault.problem({ source: source.locator, kind, locator, ...where, code: found.code, reason: found.reason }) // prettier-ignore
        continue
      }
      const copy = { ...said, ...found.place, collected: new Date(clock.now()).toISOString() }
      const taken = await vault.put(found.open, copy)
      counts.seen++
      counts[names[taken.type]]++
      counts.bytes += taken.bytes
      counts.stored += taken.stored
      options.onTaken?.(taken, found.open.artifact.name)
    }
  } finally {
    await rm(workdir, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** What a source gives, and what is wrong with it as a whole as the last thing it gives. */
async function* safely(source: CollectSource, terms: CollectTerms): AsyncGenerator<Found> {
  const place: Place = { ...source, collection: source.locator }
  const given = openSource(source, terms)
  try {
    for (;;) {
      const next = await given.next().catch((error: unknown) => problemAt(place, error))
      if ('type' in next) {
        yield next
        return
      }
      if (next.done === true) return
      yield next.value
    }
  } finally {
    await given.return(undefined)
  }
}

function openSource(source: CollectSource, terms: CollectTerms): AsyncGenerator<Found> {
  switch (source.kind) {
    case 'folder':
      return collectFolder(source, terms)
    case 'archive':
      return collectArchive(source, terms)
    case 'git':
      return collectRepository(source, terms)
    case 'npm':
      return collectPackage(source, terms)
    case 'clawhub':
      return collectClawhub(source, terms)
    case 'manifest':
      return collectManifest(source, terms)
    case 'npm-search':
    case 'mcp-registry':
    case 'docker-catalog':
    case 'server-list':
      return collectList(source, terms)
  }
}
