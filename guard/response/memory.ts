import { numberOf, textOf } from '@clawback/ledger'
import type { Verbs } from '@clawback/ledger'
import type { Standing } from '../ports.js'
import { createFuse } from './fuse.js'
import type { Fuse } from './fuse.js'
import { createHolds } from './holds.js'
import type { Holds } from './holds.js'
import { holdFuse } from './decide.js'
import type { ResponseSettings } from './settings.js'
import type { Subject } from './subject.js'

/** What deciding needs at once, kept in memory and in step with the ledger. */
export interface Memory {
  readonly holds: Holds
  readonly fuse: Fuse
  /** Remembers that an incident acted on something, `type:id`. */
  acted(incident: string, name: string): void
  known(incident: string, name: string): boolean
  /** Remembers that a subject was given back. */
  gaveBack(subject: Subject, at: number): void
  flapping(subject: Subject, now: number): boolean
  /** An operator has frozen automation: what stands, stands; everything new asks a person. */
  frozen: boolean
}

/** A subject given back within this time is not taken again without a person. */
const flapWindow = 60 * 60_000
/** States in which nothing was sent, so that the fuse does not count them. */
const unsent: readonly string[] = ['proposed', 'guarded', 'awaiting_approval', 'cancelled', 'expired']
/** Incidents remembered; older ones are found in the ledger by their unique key. */
const mostIncidents = 10_000

/** Reads back what stood before a restart: nobody is let go by stopping the guard. */
export async function recall(
  reader: Pick<Verbs, 'all'>,
  settings: ResponseSettings,
  now: number,
): Promise<Memory> {
  const holds = createHolds()
  const fuse = createFuse(settings.fuse.most, settings.fuse.withinMs)
  const deeds = new Map<string, Set<string>>()
  const returned = new Map<string, number>()
  const memory: Memory = {
    holds,
    fuse,
    acted: (incident, name) => {
      deeds.set(incident, (deeds.get(incident) ?? new Set()).add(name))
      for (const [oldest] of deeds) {
        if (deeds.size <= mostIncidents) break
        deeds.delete(oldest)
      }
    },
    known: (incident, name) => deeds.get(incident)?.has(name) ?? false,
    gaveBack: ({ type, id }, at) => {
      returned.set(`${type}:${id}`, at)
    },
    frozen: false,
    flapping: ({ type, id }, at) => (returned.get(`${type}:${id}`) ?? -Infinity) > at - flapWindow,
  }

  const acts = new Map<string, number[]>()
  const count = (kind: string, at: number): void => {
    acts.set(kind, [...(acts.get(kind) ?? []), at])
  }
  const since = now - settings.fuse.withinMs
  for (const row of await reader.all('SELECT * FROM held WHERE lifted IS NULL OR since > ?', [since])) {
    const [incident, instance, at] = [
      textOf(row, 'incident'),
      textOf(row, 'instance'),
      numberOf(row, 'since'),
    ]
    memory.acted(incident, `${holdFuse}:${instance}`)
    if (at > since) count(holdFuse, at)
    if (row['lifted'] === null)
      holds.hold(instance, standingOf(incident, numberOf(row, 'level'), textOf(row, 'reason')))
  }
  const intents = await reader.all(
    `SELECT incident, operation, subject_type, subject_id, state, automatic, created FROM intent
     ORDER BY created DESC LIMIT ?`,
    [mostIncidents],
  )
  for (const row of intents) {
    const [type, id, at] = [textOf(row, 'subject_type'), textOf(row, 'subject_id'), numberOf(row, 'created')]
    memory.acted(textOf(row, 'incident'), `${type}:${id}`)
    if (row['operation'] === 'restore') memory.gaveBack({ type: type as Subject['type'], id }, at)
    else if (row['automatic'] === 1 && at > since && !unsent.includes(textOf(row, 'state'))) count(type, at)
  }
  memory.frozen = (await reader.all("SELECT 1 FROM setting WHERE name = 'frozen'")).length > 0
  const blown = await reader.all("SELECT name FROM setting WHERE name LIKE 'fuse.%'")
  const gone = new Set(blown.map((row) => textOf(row, 'name').slice('fuse.'.length)))
  for (const kind of new Set([...acts.keys(), ...gone]))
    fuse.remember(kind, acts.get(kind) ?? [], gone.has(kind))
  return memory
}

/** What stands against an instance held at a level. */
export function standingOf(incident: string, level: number, reason: string): Standing {
  return { action: level === 2 ? 'stop' : 'deny', reason, incident }
}
