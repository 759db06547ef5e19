import type { OnPassed } from '@clawback/lab'
import { tellPassed } from '@clawback/lab'
import { safeDisplay } from '@clawback/text'

/** What folders hold that is no part of an artifact, gathered while they are gone through. */
export interface Passed {
  readonly onPassed: OnPassed
  /** For a summary in JSON; empty when there is nothing to say. */
  json(): Readonly<Record<string, unknown>>
  /** For a summary on a terminal. */
  lines(): readonly string[]
}

export function gatherPassed(): Passed {
  const all: { readonly folder: string; readonly passed: Parameters<OnPassed>[1] }[] = []
  return {
    onPassed: (folder, passed) => {
      if (passed.length > 0) all.push({ folder, passed })
    },
    json: () =>
      all.length === 0
        ? {}
        : { passedOver: all.flatMap(({ folder, passed }) => passed.map((one) => ({ folder, ...one }))) },
    lines: () =>
      all.map(({ folder, passed }) =>
        safeDisplay(`passed over in ${folder}: ${passed.map(tellPassed).join('; ')}`, { limit: 600 }),
      ),
  }
}
