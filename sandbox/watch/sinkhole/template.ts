import { randomBytes } from 'node:crypto'
import type { Canary } from '../../ports.js'
import type { Asked } from './shape.js'

/** Fills `{{…}}` of an answer: path.N, host, origin, now, later, random.N, zeros.N, canary.metadata.KIND. */
export type Template = (text: string, asked: Asked, groups: readonly string[]) => string

/** A template for one run; what it does not know stays empty. */
export function createTemplate(canaries: readonly Canary[], now: () => number): Template {
  const planted = new Map(
    canaries.filter(({ source }) => source.startsWith('metadata:')).map(({ kind, value }) => [kind, value]),
  )
  return (text, asked, groups) =>
    text.includes('{{')
      ? text.replace(
          /\{\{([a-z]+)(?:\.([a-z]+))?(?:\.?([a-z0-9_]+))?\}\}/g,
          (_, name: string, part?: string, last?: string) => expand(name, part, last, asked, groups),
        )
      : text

  function expand(
    name: string,
    part: string | undefined,
    last: string | undefined,
    asked: Asked,
    groups: readonly string[],
  ): string {
    switch (name) {
      case 'path':
        return safe(groups[Number(last)] ?? '')
      case 'host':
        return safe(asked.host)
      case 'origin':
        return `${asked.scheme}://${safe(asked.host)}`
      case 'now':
        return new Date(now()).toISOString()
      case 'later':
        return new Date(now() + 6 * 3_600_000).toISOString()
      case 'random':
        return randomBytes(Math.min(64, Number(last) || 16))
          .toString('hex')
          .slice(0, Number(last) || 16)
      case 'zeros':
        return '0'.repeat(Math.min(64, Number(last) || 0))
      case 'canary':
        return (part === 'metadata' && planted.get(last ?? '')) || ''
      default:
        return ''
    }
  }
}

/** What a sample sent may come back in an answer, but not as markup. */
function safe(text: string): string {
  return text.replace(/[^\w.:@%/[\]-]/g, '').slice(0, 256)
}
