import { ClawbackError } from '@clawback/model'
import { queryStore } from '@clawback/lab'
import type { ArtifactRow, Store } from '@clawback/lab'
import { safeDisplay } from '@clawback/text'

/** Ids of the artifacts that names, ids or beginnings of ids mean; all when none are given. Throws INPUT_NOT_FOUND. */
export async function chooseArtifacts(store: Store, wanted: readonly string[]): Promise<readonly string[]> {
  const rows = await queryStore(store.ledger, { gone: true })
  if (wanted.length === 0) return rows.map(({ artifact }) => artifact)
  return [...new Set(wanted.flatMap((text) => meant(rows, text)))]
}

function meant(rows: readonly ArtifactRow[], text: string): readonly string[] {
  const start = text.startsWith('sha256:') ? text : `sha256:${text}`
  const byName = rows.filter(({ name, sources }) => name === text || sources.includes(text))
  const found =
    byName.length > 0 || !/^(sha256:)?[0-9a-f]{6,}$/.test(text)
      ? byName
      : rows.filter(({ artifact }) => artifact.startsWith(start))
  if (found.length === 0)
    throw new ClawbackError('INPUT_NOT_FOUND', { locator: `${safeDisplay(text)} in the store` })
  return found.map(({ artifact }) => artifact)
}
