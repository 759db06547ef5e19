import { basename } from 'node:path'
import type { Source } from '../entry.js'
import type { IntakeLimits } from '../limits.js'
import type { Packing } from '../magic.js'
import { readPlainFile } from './folder.js'
import { RatioError, readGzip } from './gzip.js'
import { readTar } from './tar.js'
import { readZip } from './zip.js'

/** The members of a packed file; one gap when nothing here can open it or it breaks on the way. */
export async function* readArchive(path: string, packing: Packing, limits: IntakeLimits): Source {
  try {
    if (packing === 'zip') yield* readZip(path)
    else if (packing === 'tar') yield* readTar(readPlainFile(path))
    else if (packing === 'gzip') yield* readGzip(path, innerName(path), limits)
    else
      yield {
        type: 'gap',
        gap: {
          reason: 'archive-unsupported',
          detail: 'this kind of archive cannot be opened',
          material: true,
        },
      }
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    const reason = error instanceof RatioError ? 'archive-ratio' : 'archive-broken'
    yield { type: 'gap', gap: { reason, detail, material: true } }
  }
}

function innerName(path: string): string {
  const name = basename(path).replace(/\.(gz|gzip)$/i, '')
  return name === '' ? 'content' : name
}
