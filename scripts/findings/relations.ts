import type { Ledger } from '@clawback/ledger'
import { findRelations } from '@clawback/lab'
import type { Member } from '@clawback/lab'
import { markdown, quoted } from './markers.js'

const most = 15

/** Near-duplicates and campaigns, largest first. Skills are told by name, never by account. */
export async function relationTables(ledger: Ledger): Promise<readonly (readonly [string, string])[]> {
  const { families, campaigns } = await findRelations(ledger)
  const inFamilies = families.reduce((sum, { members }) => sum + members.length, 0)
  const flagged = campaigns.filter(({ members }) => members.some(isFlagged))
  return [
    [
      'families',
      `${families.length} families with ${inFamilies} skills in them.\n\n${markdown(
        ['family', 'named like', 'skills', 'alike by', 'verdicts'],
        families
          .slice(0, most)
          .map((one) => [
            `\`${one.id}\``,
            quoted(one.name, 40),
            one.members.length,
            one.reasons.map(({ by }) => by).join(', '),
            verdicts(one.members),
          ]),
      )}`,
    ],
    [
      'campaigns',
      `${campaigns.length} groups, ${flagged.length} with a member that is flagged.\n\n${markdown(
        ['group', 'what they share', 'skills', 'verdicts'],
        [...flagged, ...campaigns.filter((one) => !flagged.includes(one))]
          .slice(0, most)
          .map((one) => [
            `\`${one.id}\``,
            shared(one.infrastructure.map(({ name }) => name)),
            one.members.length,
            verdicts(one.members),
          ]),
      )}`,
    ],
  ]
}

/** Hosts, addresses and wallets: beginnings of URLs hold names of accounts. */
function shared(names: readonly string[]): string {
  const told = names.filter((name) => !name.startsWith('url '))
  const some = told.slice(0, 3).map((name) => {
    const [kind = '', what = ''] = name.split(' ')
    return kind === 'wallet' ? quoted(`${what.slice(0, 10)}…`) : quoted(what.replaceAll('.', '[.]'), 60)
  })
  const more = names.length - some.length
  return `${some.join(', ')}${more > 0 ? `${some.length > 0 ? ' and ' : ''}${more} more` : ''}`
}

function isFlagged({ verdict }: Member): boolean {
  return verdict === 'malicious' || verdict === 'suspicious'
}

function verdicts(members: readonly Member[]): string {
  const counts = new Map<string, number>()
  for (const { verdict } of members) counts.set(verdict, (counts.get(verdict) ?? 0) + 1)
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([name, n]) => `${n} ${name}`)
    .join(', ')
}
