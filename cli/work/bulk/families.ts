import { findRelations, keepRelations } from '@clawback/lab'
import type { Member, ToldCampaign, ToldFamily } from '@clawback/lab'
import { safeDisplay } from '@clawback/text'
import { defang } from '../../terminal/defang.js'
import { paint } from '../../terminal/paint.js'
import { withStore } from './with-store.js'

/** Members, and payloads, of one family that are printed. */
const shown = 5

/** Prints how the artifacts of a store hang together, and keeps it in the store. */
export async function printFamilies(given: {
  readonly store: string
  readonly least: number
  readonly top: number
  readonly json: boolean
}): Promise<number> {
  const found = await withStore(given.store, async (ledger) => {
    const relations = await findRelations(ledger, given.least)
    await keepRelations(ledger, relations)
    return relations
  })
  if (given.json) {
    process.stdout.write(`${JSON.stringify(found)}\n`)
    return 0
  }
  const { families, campaigns, artifacts, unread } = found
  for (const family of families.slice(0, given.top))
    print([...headOf(family, 'family'), ...whyOf(family)], family)
  for (const campaign of campaigns.slice(0, given.top))
    print([...headOf(campaign, 'campaign'), ...sharedOf(campaign)], campaign)
  const left = unread === 0 ? '' : `; ${unread} could not be compared (look at them anew by \`bulk run\`)`
  process.stdout.write(
    `${artifacts} artifacts: ${families.length} families, ${campaigns.length} campaigns${left}\n`,
  )
  return 0
}

function headOf({ id, name, members }: ToldFamily | ToldCampaign, what: string): readonly string[] {
  const shownName = safeDisplay(defangName(name), { limit: 80 })
  return [
    `${paint(what, 'bold')} ${id}  ${shownName}  ${members.length} artifacts  ${paint(verdictsOf(members), 'dim')}`,
  ]
}

function whyOf({ reasons, shared }: ToldFamily): readonly string[] {
  return reasons.flatMap(({ by, links, least, most }) => [
    `  ${by} alike: ${percent(least)} to ${percent(most)} over ${links} link${links === 1 ? '' : 's'}`,
    ...(by === 'behaviour' ? [] : (shared[by] ?? []).slice(0, 3)).map(
      ({ name, members, elsewhere }) =>
        `    "${safeDisplay(name, { limit: 100 })}" in ${members}, ${elsewhere} elsewhere`,
    ),
  ])
}

function sharedOf({ infrastructure, unlike }: ToldCampaign): readonly string[] {
  return [
    `  ${unlike} that are unlike each other name`,
    ...infrastructure
      .slice(0, shown)
      .map(({ name, artifacts }) => `    ${safeDisplay(defangName(name), { limit: 120 })} (${artifacts})`),
  ]
}

function print(lines: readonly string[], { members, payloads }: ToldFamily | ToldCampaign): void {
  const carried = payloads
    .slice(0, shown)
    .map(
      ({ type, sha256, text, artifacts }) =>
        `  ${type} ${sha256.slice(0, 16)} in ${artifacts}: ${safeDisplay(defang(text), { limit: 120 })}`,
    )
  const places = members
    .slice(0, shown)
    .map(
      ({ sources: [source = ''], name }) =>
        `  - ${safeDisplay(name, { limit: 60 })}  ${paint(safeDisplay(source, { limit: 120 }), 'dim')}`,
    )
  const rest = members.length > shown ? [`  - and ${members.length - shown} more`] : []
  process.stdout.write(`${[...lines, ...carried, ...places, ...rest].join('\n')}\n\n`)
}

/** Names of hosts stand without a scheme here. */
function defangName(name: string): string {
  return name.replaceAll('.', '[.]')
}

function verdictsOf(members: readonly Member[]): string {
  const counts = new Map<string, number>()
  for (const { verdict } of members) counts.set(verdict, (counts.get(verdict) ?? 0) + 1)
  return [...counts].map(([verdict, n]) => `${n} ${verdict}`).join(', ')
}

function percent(part: number): string {
  return `${Math.round(part * 100)} %`
}
