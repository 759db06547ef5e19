import type { OnCall, Person } from '../config/config.js'

/** What the clock says of a person at one instant: their hour, whether they are off, whether that was declared. */
export interface LocalTime {
  readonly 'human.local_hour': number
  /** Absent when no working hours are declared for the person: unknown is not "off". */
  readonly 'human.off_hours'?: boolean
  readonly 'human.on_call': boolean
}

export type Clockwork = (person: Person, at: number) => LocalTime

/** Reads local time by IANA zone. A declared on-call window or approved change makes nobody off hours. */
export function createClockwork(onCall: readonly OnCall[]): Clockwork {
  const formats = new Map<string, Intl.DateTimeFormat>()
  const minutes = new Map<string, { readonly minute: number; readonly local: Local }>()
  const localOf = (zone: string, at: number): Local => {
    const minute = Math.floor(at / 60_000)
    const known = minutes.get(zone)
    if (known?.minute === minute) return known.local
    const format = formats.get(zone) ?? makeFormat(zone)
    formats.set(zone, format)
    const local = read(format, at)
    minutes.set(zone, { minute, local })
    return local
  }
  return (person, at) => {
    const { day, minute } = localOf(person.zone, at)
    const declared = onCall.some(({ human, from, to }) => human === person.id && at >= from && at < to)
    const { hours } = person
    return {
      'human.local_hour': Math.floor(minute / 60),
      'human.on_call': declared,
      ...(hours === undefined ? {} : { 'human.off_hours': !declared && !within(hours, day, minute) }),
    }
  }
}

interface Local {
  /** 1 (Monday) to 7. */
  readonly day: number
  readonly minute: number
}

function within(hours: NonNullable<Person['hours']>, day: number, minute: number): boolean {
  if (hours.days.length > 0 && !hours.days.includes(day)) return false
  // A night shift ends on the next day.
  return hours.from <= hours.to
    ? minute >= hours.from && minute < hours.to
    : minute >= hours.from || minute < hours.to
}

function makeFormat(zone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
}

const days: readonly string[] = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

function read(format: Intl.DateTimeFormat, at: number): Local {
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]))
  return {
    day: days.indexOf(parts.get('weekday') ?? '') + 1,
    minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
  }
}
