import type { Examined } from '../examined.js'
import { detectionFinding } from './finding.js'

/** One Detection Finding for each finding, one a line. An artifact without findings has no line. */
export async function* renderOcsf(all: AsyncIterable<Examined>, version: string): AsyncGenerator<string> {
  for await (const examined of all)
    yield examined.one.findings
      .map((finding) => `${JSON.stringify(detectionFinding(examined, finding, version))}\n`)
      .join('')
}
