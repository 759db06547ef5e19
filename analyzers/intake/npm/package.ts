import { ClawbackError } from '@clawback/model'
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { IntakeLimits } from '../limits.js'
import type { NpmOptions } from './config.js'

/** A package of a registry, downloaded and verified. */
export interface FetchedPackage {
  readonly name: string
  readonly version: string
  /** Subresource integrity of the tarball. */
  readonly integrity: string
}

/**
 * Downloads the newest version that fits `spec` to the file `tarball`; its integrity as published is verified.
 * Throws INTAKE_FETCH and INPUT_TOO_LARGE.
 */
export async function fetchPackage(
  spec: string,
  tarball: string,
  options: NpmOptions,
  limits: IntakeLimits,
): Promise<FetchedPackage> {
  const pacote = (await import('pacote')).default
  const locator = `npm:${spec}`
  try {
    const manifest = await pacote.manifest(spec, { ...options, fullMetadata: false })
    const pinned = `${manifest.name}@${manifest.version}`
    const download: Promise<unknown> = pacote.tarball.stream(
      pinned,
      (stream) =>
        pipeline(stream, bounded(limits.packedBytes, locator), createWriteStream(tarball, { flags: 'wx' })),
      { ...options, ...(manifest._integrity === '' ? {} : { integrity: manifest._integrity }) },
    )
    await within(download, limits.fetchMs)
    return { name: manifest.name, version: manifest.version, integrity: manifest._integrity }
  } catch (error) {
    if (error instanceof ClawbackError) throw error
    throw fetchError(locator, error)
  }
}

/** Passes bytes on until there are too many. */
function bounded(most: number, locator: string) {
  return async function* (source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let size = 0
    for await (const chunk of source) {
      size += chunk.length
      if (size > most)
        throw new ClawbackError('INPUT_TOO_LARGE', { locator, detail: `packedBytes, ${most} bytes` })
      yield chunk
    }
  }
}

/** Settles with the work, or fails when it takes too long. */
export async function within<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it took longer than ${milliseconds} ms`)), milliseconds)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** An error of npm's libraries in our words; addresses of registries are left out of it. */
export function fetchError(locator: string, error: unknown): ClawbackError {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown }
  const said = String(message ?? error)
    .replace(/https?:\/\/[^\s'"]+/g, '<address>')
    .replace(/\b(E[A-Z_]{4,}) [\w.:-]+$/g, '$1')
  if (code === 'E404' || code === 'ETARGET') return new ClawbackError('INPUT_NOT_FOUND', { locator }, error)
  const prefix = typeof code === 'string' ? `${code}: ` : ''
  return new ClawbackError('INTAKE_FETCH', { locator, detail: `${prefix}${said}`.slice(0, 500) }, error)
}
