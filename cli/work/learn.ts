import { writeFile } from 'node:fs/promises'
import { ClawbackError } from '@clawback/model'
import type { BehaviorProfile } from '@clawback/model'
import { learnBaseline } from '@clawback/pack-tools'
import { readNdjson } from './ndjson.js'

interface LearnArguments {
  readonly files: readonly string[]
  readonly cohort: string
  readonly labels: string
  readonly out: string | undefined
}

/** Collects the profiles with the wanted verdict, learns one baseline, writes it as JSON. */
export async function learn(given: LearnArguments): Promise<number> {
  const profiles: BehaviorProfile[] = []
  for (const file of given.files)
    for await (const { value, where } of readNdjson(file)) {
      const profile = profileOf(value, where, given.labels)
      if (profile !== undefined) profiles.push(profile)
    }
  if (profiles.length === 0)
    throw new ClawbackError('USAGE', { detail: `No profile with the verdict ${given.labels} was given.` })
  const [field = '*', value = '*'] = given.cohort === '*' ? [] : given.cohort.split('=', 2)
  const baseline = learnBaseline(profiles, { field, value })
  const text = `${JSON.stringify(baseline, undefined, 2)}\n`
  if (given.out === undefined) process.stdout.write(text)
  else await writeFile(given.out, text)
  process.stderr.write(
    `learned from ${profiles.length} profiles: ${baseline.entries.length} expected capabilities\n`,
  )
  return 0
}

function profileOf(value: unknown, where: string, label: string): BehaviorProfile | undefined {
  const one = value as {
    readonly profile?: BehaviorProfile
    readonly verdict?: { readonly label?: string }
  } | null
  if (one?.profile?.capabilities === undefined)
    throw new ClawbackError('INPUT_MALFORMED', {
      where,
      detail: 'there is no profile in this object',
      mend: 'Give the output of `clawback run --json`.',
    })
  return one.verdict?.label === label ? one.profile : undefined
}
