import { createHash, createHmac } from 'node:crypto'

/**
 * The stamp of an agent instance: `ag-<id8>-<mac8>`, for places that downstream logs keep (application_name, user
 * agents, session names). The MAC is keyed by the installation, so that one session cannot stamp as another.
 */
export function stampOf(key: Buffer, instance: string): string {
  const id = createHash('sha256').update(instance).digest('hex').slice(0, 8)
  return `ag-${id}-${createHmac('sha256', key).update(`stamp|${instance}`).digest('hex').slice(0, 8)}`
}
