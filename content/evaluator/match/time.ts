import type { TimePart } from '@clawback/model'

/** One part of a date as written (Sigma modifiers 2.1, Time Modifiers): no time zone is converted. */
export function timePart(text: string, part: TimePart): number | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}))?/.exec(text)
  if (found === null) return undefined
  const [year = 0, month = 0, day = 0] = found.slice(1, 4).map(Number)
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined
  switch (part) {
    case 'year':
      return year
    case 'month':
      return month
    case 'day':
      return day
    case 'week':
      return isoWeek(year, month, day)
    case 'hour':
      return found[4] === undefined ? undefined : Number(found[4])
    case 'minute':
      return found[5] === undefined ? undefined : Number(found[5])
  }
}

/** Week of the year after ISO 8601: the week with the year's first Thursday is the first. */
function isoWeek(year: number, month: number, day: number): number {
  const date = new Date(utc(year, month, day))
  const thursday = date.getTime() + (3 - ((date.getUTCDay() + 6) % 7)) * 86_400_000
  const start = utc(new Date(thursday).getUTCFullYear(), 1, 1)
  return 1 + Math.floor((thursday - start) / (7 * 86_400_000))
}

/** `Date.UTC` takes the years before 100 for ones of the last century. */
function utc(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day)
}
