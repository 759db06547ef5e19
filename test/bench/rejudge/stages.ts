import { openExistingStore, openKnowledge } from '@clawback/lab'
import { textOf } from '@clawback/ledger'
import type { Pack } from '@clawback/model'
import { packExamination, unpackObservation } from '../../../lab/store/kept.js'
import { keptOf } from '../../../lab/store/store.js'
import { writeKept } from '../../../lab/store/write.js'
import { judge } from '../../../lab/walk/judge.js'
import { recordsOf } from '../../../lab/walk/observe.js'
import { cpuNow } from './cpu.js'
import { clock } from './ready.js'

/** Milliseconds of CPU an artifact by stage, one after the other in this process. */
export async function stagesOf(folder: string, packs: readonly Pack[]): Promise<ReadonlyMap<string, number>> {
  const sums = new Map<string, number>()
  const store = await openExistingStore(folder)
  const knowledge = openKnowledge(packs)
  const ids = await store.ledger.all('SELECT artifact FROM observation')
  for (const row of ids) {
    const artifact = textOf(row, 'artifact')
    const timed = async <T>(stage: string, work: () => T | Promise<T>): Promise<T> => {
      const before = cpuNow().own
      const done = await work()
      sums.set(stage, (sums.get(stage) ?? 0) + cpuNow().own - before)
      return done
    }
    const kept = await timed('read the row', async () =>
      keptOf(
        (await store.ledger.get('SELECT frame, facts, events FROM observation WHERE artifact = ?', [
          artifact,
        ])) ?? {},
      ),
    )
    const observation = await timed('unpack', () => unpackObservation(kept))
    const matches = await timed('match', () => knowledge.match(recordsOf(observation)))
    const one = await timed('profile, findings, verdict', () =>
      judge(observation, { ...knowledge, match: () => matches }, { clock }),
    )
    const packed = await timed('pack', () => packExamination(one))
    const when = { run: 99, time: '2026-01-01T00:00:00Z', reading: '', running: '', judging: 'stages' }
    await timed('write, each for itself', () => store.ledger.transaction((tx) => writeKept(tx, packed, when)))
  }
  await store.close()
  return new Map([...sums].map(([stage, ms]) => [stage, ms / ids.length]))
}
