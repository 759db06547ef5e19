import { safeDisplay } from '@clawback/text'

/** One of the slowest jobs: seconds, and the source or artifact it was about. */
export function slowLine({ id, ms }: { readonly id: string; readonly ms: number }): string {
  return `  ${(ms / 1000).toFixed(1)} s  ${safeDisplay(id.replace(/^examine /, ''))}`
}
