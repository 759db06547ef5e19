import pLimit from 'p-limit'
import type { OpenArtifact } from '@clawback/model'
import { intake } from '@clawback/analyzers'
import { examine, openCells } from '@clawback/lab'
import type { Examination, Knowledge } from '@clawback/lab'
import { systemClock } from '../clock.js'
import type { Progress } from '../terminal/progress.js'
import { checkout, ownSamples, thirdParty } from './inputs.js'

/** One examined artifact and what a correct judgement of it would be. */
export interface Examined {
  readonly one: Examination
  readonly expected: 'benign' | 'malicious'
  readonly ours: boolean
}

/** Takes everything in, reads it, runs it in the sandbox, a few at a time (much of a run is waiting), and judges it. Nothing comes from a cache of results. */
export async function examineAll(
  knowledge: Knowledge,
  workdir: string,
  progress: Progress,
): Promise<readonly Examined[]> {
  const cells = openCells()
  const limit = pLimit(4)
  const opened: { open: OpenArtifact; expected: Examined['expected']; ours: boolean }[] = []
  const closing: (() => Promise<void>)[] = []
  const take = async (locator: string, expected: Examined['expected'], ours: boolean): Promise<void> => {
    const taken = await intake(locator, {
      workdir,
      fetchDependencies: !ours,
      onProgress: ({ phase, detail }) => {
        progress.step(`${phase} ${detail}`)
      },
    })
    closing.push(() => taken.close())
    opened.push(...taken.artifacts.map((open) => ({ open, expected, ours })))
  }
  try {
    await Promise.all([
      ...thirdParty.map((locator) => take(locator, 'benign', false)),
      ...ownSamples.map(({ folder, expected }) =>
        take(`${checkout()}datasets/samples/${folder}`, expected, true),
      ),
    ])
    return await Promise.all(
      opened.map(({ open, expected, ours }) =>
        limit(async () => {
          const onStep = (text: string): void => {
            progress.step(text)
          }
          return {
            one: await examine(open, { knowledge, clock: systemClock, run: { cells }, onStep }),
            expected,
            ours,
          }
        }),
      ),
    )
  } finally {
    await cells.close()
    await Promise.all(closing.map((close) => close()))
  }
}
