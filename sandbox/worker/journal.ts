import type { Gap, TraceEvent } from '@clawback/model'
import type { CellRun, Keep, ObservedFields, Observation, Plant } from '../ports.js'
import { createBodyStore, createRecorder } from './recorder.js'
import type { Recorder } from './recorder.js'
import { anchoredClock } from './time.js'

/** Where everything that is seen in one run goes. */
export interface Journal {
  readonly recorder: Recorder
  readonly keep: Keep
  readonly bodies: () => Readonly<Record<string, string>>
  readonly now: () => number
  readonly start: number
  /** Tells something that the cell itself knows. */
  readonly own: (kind: Observation['kind'], fields: ObservedFields) => void
  readonly phase: (name: string) => void
  readonly gap: (gap: Gap) => void
  readonly gaps: readonly Gap[]
  /** Everything has been told: says what had to be left out, and puts the rest in order. */
  readonly close: () => void
}

export function openJournal(
  run: CellRun,
  plant: Plant,
  versions: Readonly<Record<string, string>>,
  onEvent: (event: TraceEvent) => void,
  onFlood: () => void,
): Journal {
  const now = anchoredClock()
  const start = now()
  const bodies = createBodyStore(run.limits.bodyBytes)
  const gaps: Gap[] = []
  const recorder = createRecorder({
    run: run.run,
    artifact: run.artifact,
    versions,
    canaries: plant.canaries,
    start,
    events: run.limits.events,
    now,
    onRecord: onEvent,
    onFlood,
  })
  const own: Journal['own'] = (kind, fields) =>
    recorder.emit({ kind, at: now(), engine: 'cell', channel: 'file', trust: 3, fields })
  const gap: Journal['gap'] = (found) => {
    gaps.push(found)
    own('run.gap', {
      'gap.reason': found.reason,
      'gap.detail': found.detail,
      'gap.material': found.material,
      ...(found.path === undefined ? {} : { 'file.path': found.path }),
    })
  }
  return {
    recorder,
    keep: bodies.keep,
    bodies: bodies.bodies,
    now,
    start,
    own,
    gap,
    gaps,
    phase: (name) =>
      own('run.phase', {
        'run.phase': name,
        'run.entry': run.entry.name,
        'run.actor': run.entry.actor,
        'run.variant': run.variant,
      }),
    close() {
      if (bodies.refused() > 0)
        gap({
          reason: 'bodies-dropped',
          detail: `${bodies.refused()} bodies are known by digest only.`,
          material: false,
        })
      recorder.flush()
      const untold = recorder.untold()
      if (untold > 0)
        gaps.push({
          reason: 'connection-unattributed',
          detail: `${untold} connections stand without a process: several reached the same address and port at once, or the call that opened one was not seen.`,
          material: false,
        })
      const dropped = recorder.dropped()
      if (dropped > 0)
        gaps.push({
          reason: 'events-dropped',
          detail: `${dropped} records came after the bound of ${run.limits.events}.`,
          material: true,
        })
    },
  }
}
