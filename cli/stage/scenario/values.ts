import { createHash } from 'node:crypto'

/** Fills `{{name}}` in the text of a scenario. Names that are not given are made up from the seed, by their shape. */
export interface Values {
  fill(text: string): string
  get(name: string): string
  /** A value learnt on the way, as a stamp that the guard hands out. */
  set(name: string, value: string): void
}

/**
 * `{{now±ms}}` and `{{nanos±ms}}` are times, `{{zone.H}}` is an IANA zone in which it is H o'clock now. `{{session}}`,
 * `{{uuid.x}}` and `{{prompt.x}}` are UUIDs, `{{trace}}` and `{{span.x}}` W3C ids, `{{call.x}}` tool calls, `{{agent.x}}`
 * sub-agents: the same for one seed, so that what belongs together joins.
 */
export function createValues(
  seed: string,
  given: Readonly<Record<string, string>>,
  now: () => number = Date.now,
): Values {
  const values = new Map(Object.entries(given))
  const get = (name: string): string => values.get(name) ?? timed(name, now()) ?? made(name, seed)
  return {
    get,
    set: (name, value) => void values.set(name, value),
    fill: (text) => text.replace(/\{\{([a-z0-9_.+-]+)\}\}/g, (_, name: string) => get(name)),
  }
}

function timed(name: string, now: number): string | undefined {
  const [, kind, offset = '0'] = /^(now|nanos)([+-]\d+)?$/.exec(name) ?? []
  if (kind === 'now') return new Date(now + Number(offset)).toISOString()
  if (kind === 'nanos') return `${now + Number(offset)}000000`
  const hour = /^zone\.(\d{1,2})$/.exec(name)?.[1]
  return hour === undefined ? undefined : zoneAt(Number(hour), now)
}

/** Etc/GMT zones have their sign turned around: Etc/GMT-5 is five hours ahead. */
function zoneAt(hour: number, now: number): string {
  const ahead = ((hour - new Date(now).getUTCHours() + 36) % 24) - 12
  return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`
}

function made(name: string, seed: string): string {
  const hex = createHash('sha256').update(`${seed}|${name}`).digest('hex')
  const kind = name.split('.', 1)[0]
  switch (kind) {
    case 'session':
    case 'uuid':
    case 'prompt':
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
    case 'trace':
      return hex.slice(0, 32)
    case 'span':
      return hex.slice(0, 16)
    case 'call':
      return `toolu_${hex.slice(0, 24)}`
    case 'agent':
      return `a${hex.slice(0, 16)}`
    case 'hex8':
      return hex.slice(0, 8)
    default:
      throw new RangeError(`a scenario asks for {{${name}}}, which nobody gave`)
  }
}
