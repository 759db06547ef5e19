import type { Attribution, LiveRecord, ResponseLevel, RevocationIntent } from '@clawback/model'

export type Subject = RevocationIntent['subject']
type Related = NonNullable<Subject['related']>

/** Everything attribution knows about one actor, ready to be acted on, with what it rests on. */
export interface Target {
  readonly related: Related
  /** Root instance first. */
  readonly lineage: readonly string[]
  readonly attribution: Attribution
  readonly record: LiveRecord
}

/** Kinds of subject each rung acts on, the one that takes most with it first. Rungs 0 and 1 touch no provider. */
const subjectsOf: Readonly<Record<ResponseLevel, readonly Subject['type'][]>> = {
  0: [],
  1: [],
  2: ['session'],
  3: ['grant', 'credential'],
  4: ['client', 'agent'],
  5: ['human'],
  6: ['human'],
}

/** Who and what the records of an alert lead to. All of it is evidence; nothing of it comes from settings. */
export function targetsOf(
  refs: readonly string[],
  attributions: ReadonlyMap<string, Attribution>,
  records: ReadonlyMap<string, LiveRecord>,
): Target[] {
  return refs.flatMap((ref) => {
    const [attribution, record] = [attributions.get(ref), records.get(ref)]
    if (!attribution || !record) return []
    return [{ attribution, record, lineage: attribution.lineage, related: relatedOf(attribution, record) }]
  })
}

/** The subjects a rung would act on, each once, in the order of {@link subjectsOf} as far as something is known. */
export function subjectsAt(level: ResponseLevel, target: Pick<Target, 'related'>): Subject[] {
  return subjectsOf[level].flatMap((type) => {
    const id = type === 'session' ? target.related.instance : target.related[type]
    return id === undefined ? [] : [{ type, id, related: target.related }]
  })
}

function relatedOf(attribution: Attribution, record: LiveRecord): Related {
  const known: [keyof Related, unknown][] = [
    ['credential', attribution.credential ?? record['cred.id']],
    ['grant', attribution.grant ?? record['cred.grant_id']],
    ['client', attribution.client ?? record['cred.client_id']],
    ['issuer', attribution.issuer ?? record['cred.issuer']],
    ['session', attribution.session ?? record['session.id']],
    ['human', attribution.human],
    ['agent', attribution.agent],
    ['instance', attribution.lineage.at(-1)],
  ]
  return Object.fromEntries(known.filter(([, value]) => typeof value === 'string' && value !== ''))
}
