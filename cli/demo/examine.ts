import { availableParallelism } from 'node:os'
import pLimit from 'p-limit'
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

/** Takes everything in, reads it, runs it in the sandbox, one artifact a core, and judges it. What is taken in first is
 * examined while the rest is still being fetched. Nothing comes from a cache of results. */
export async function examineAll(
  knowledge: Knowledge,
  workdir: string,
  progress: Progress,
): Promise<readonly Examined[]> {
  const cells = openCells()
  const alone = pLimit(2)
  const limit = pLimit(Math.max(2, availableParallelism()))
  await cells.ready()
  const closing: (() => Promise<void>)[] = []
  const onStep = (text: string): void => {
    progress.step(text)
  }
  const take = async (
    locator: string,
    expected: Examined['expected'],
    ours: boolean,
  ): Promise<readonly Examined[]> => {
    const taken = await intake(locator, {
      workdir,
      fetchDependencies: !ours,
      onProgress: ({ phase, detail }) => {
        progress.step(`${phase} ${detail}`)
      },
    })
    closing.push(() => taken.close())
    // A server that comes alone, and late behind its dependencies, must not wait for a package of thirty skills.
    const turn = taken.artifacts.length === 1 ? alone : limit
    return await Promise.all(
      taken.artifacts.map((open) =>
        turn(async () => ({
          one: await examine(open, { knowledge, clock: systemClock, run: { cells }, onStep }),
          expected,
          ours,
        })),
      ),
    )
  }
  const taking = [
    ...thirdParty.map((locator) => take(locator, 'benign', false)),
    ...ownSamples.map(({ folder, expected }) =>
      take(`${checkout()}datasets/samples/${folder}`, expected, true),
    ),
  ]
  try {
    return (await Promise.all(taking)).flat()
  } finally {
    await Promise.allSettled(taking)
    await cells.close()
    await Promise.all(closing.map((close) => close()))
  }
}
