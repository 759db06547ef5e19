import type { StixId } from './ids.js'

/** An object of a bundle, with what all of them have. */
export interface StixObject {
  readonly type: string
  readonly spec_version: '2.1'
  readonly id: StixId
  readonly [name: string]: unknown
}

/** RFC 3339 in UTC with milliseconds, the one form we write. */
export function timestamp(time: string): string {
  return new Date(time).toISOString()
}
