import type { Ledger } from '@clawback/ledger'

/** Says whether an event is the first of someone with something; remembers across restarts. */
export type FirstSeen = (who: string, what: string, time: string) => boolean

/** Pairs kept in memory; beyond it the oldest count as new again, which can only say "first" once too often. */
const most = 500_000

export function createFirstSeen(
  seen: Map<string, string>,
  ledger: Ledger,
  fault: (error: unknown) => void,
): FirstSeen {
  const writer = ledger.writer('seen', ['who', 'what', 'first'], {
    onConflict: { on: 'who, what', update: 'first = min(first, excluded.first)' },
  })
  return (who, what, time) => {
    const pair = `${who}\n${what}`
    const first = seen.get(pair)
    if (first !== undefined && first < time) return false
    if (first === time) return true
    seen.set(pair, time)
    writer.write([who, what, time]).catch(fault)
    if (seen.size > most)
      for (const oldest of seen.keys()) {
        seen.delete(oldest)
        break
      }
    return true
  }
}
