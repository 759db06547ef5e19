import { writeFile } from 'node:fs/promises'
import { ClawbackError } from '@clawback/model'
import type { BaselineOrigin, BehaviorProfile, VerdictLabel } from '@clawback/model'
import { learnBaseline } from '@clawback/pack-tools'
import { readNdjson } from './ndjson.js'

interface LearnArguments {
  readonly files: readonly string[]
  /** In the place of files. */
  readonly store: string | undefined
  readonly cohort: string
  readonly labels: string
  readonly out: string | undefined
}

/** Collects the profiles with the wanted verdict, learns one baseline, writes it as JSON. */
export async function learn(given: LearnArguments): Promise<number> {
  if ((given.store === undefined) === (given.files.length === 0))
    throw new ClawbackError('USAGE', { detail: 'Give files, or --store.' })
  const { profiles, origin } =
    given.store === undefined ? await fromFiles(given) : await fromStore(given.store, given.labels)
  if (profiles.length === 0)
    throw new ClawbackError('USAGE', { detail: `No profile with the verdict ${given.labels} was given.` })
  const [field = '*', value = '*'] = given.cohort === '*' ? [] : given.cohort.split('=', 2)
  const options = origin === undefined ? {} : { provenance: origin }
  const baseline = learnBaseline(profiles, { field, value }, options)
  const text = `${JSON.stringify(baseline, undefined, 2)}\n`
  if (given.out === undefined) process.stdout.write(text)
  else await writeFile(given.out, text)
  process.stderr.write(
    `learned from ${profiles.length} profiles: ${baseline.entries.length} expected capabilities\n`,
  )
  return 0
}

interface Profiles {
  readonly profiles: readonly BehaviorProfile[]
  readonly origin?: BaselineOrigin
}

async function fromFiles({ files, labels }: LearnArguments): Promise<Profiles> {
  const profiles: BehaviorProfile[] = []
  for (const file of files)
    for await (const { value, where } of readNdjson(file)) {
      const profile = profileOf(value, where, labels)
      if (profile !== undefined) profiles.push(profile)
    }
  return { profiles }
}

async function fromStore(path: string, label: string): Promise<Profiles> {
  const { readProfiles, readStore } = await import('@clawback/lab')
  const store = await readStore(path)
  try {
    return await readProfiles(store.ledger, label as VerdictLabel)
  } finally {
    await store.close()
  }
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
