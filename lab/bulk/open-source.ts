import { intake } from '@clawback/analyzers'
import type { Intake, IntakeOptions } from '@clawback/analyzers'
import { parseSampleLocator } from '../collect/locator.js'
import { openSample } from '../collect/open-sample.js'

/** Opens what the locator of a source names: a sample of a quarantine, or whatever intake opens. */
export async function openSource(locator: string, options: IntakeOptions): Promise<Intake> {
  const sample = parseSampleLocator(locator)
  return sample === undefined
    ? await intake(locator, options)
    : await openSample(sample.folder, sample.id, options)
}
