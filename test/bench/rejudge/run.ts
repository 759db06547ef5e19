import { runBulk } from '@clawback/lab'
import type { Pack } from '@clawback/model'
import { cpuNow } from './cpu.js'
import { clock } from './ready.js'
import type { Ready } from './ready.js'

export interface Round {
  readonly judged: number
  /** Milliseconds an artifact: CPU of all processes, CPU of this one, and wall. */
  readonly cpuMs: number
  readonly ownMs: number
  readonly wallMs: number
}

/** Judges a whole store again, as `bulk run` does it. Start and end of the processes count. */
export async function judgeAgain(
  folder: string,
  { plan, sources, artifacts }: Ready,
  packs: readonly Pack[],
  workers: number,
): Promise<Round> {
  const [before, began] = [cpuNow(), performance.now()]
  const { judged, done } = await runBulk({ folder, sources, plan, packs, workers, clock, request: '{}' })
  const [after, ended] = [cpuNow(), performance.now()]
  if (judged !== artifacts || done !== artifacts)
    throw new Error(`${judged} of ${artifacts} artifacts were to be judged again, ${done} were`)
  const own = after.own - before.own
  return {
    judged,
    cpuMs: (own + after.ended - before.ended) / judged,
    ownMs: own / judged,
    wallMs: (ended - began) / judged,
  }
}
