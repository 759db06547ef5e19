import type { Baseline, Pack, PackMember, Plan, Probe, ResponsePolicy, VerdictPolicy } from '@clawback/model'
import { decodeText, invalid, list, parseBounded } from './check.js'
import { unread } from './manifest.js'
import type { OpenedPack } from './open.js'
import { checkBaseline, checkPlan, checkProbe, checkResponses, checkVerdictPolicy } from './shapes.js'

type Content = Pick<Pack, 'plan' | 'probes' | 'baselines' | 'policies' | 'responses' | 'lists' | 'skipped'>

/** Parses the members this evaluator understands and names the others. Throws PACK_INVALID. */
export function readMembers(pack: OpenedPack, pinned = false): Content {
  const plans: Plan[] = []
  const probes: Probe[] = []
  const baselines: Baseline[] = []
  const policies: VerdictPolicy[] = []
  const responses: ResponsePolicy[] = []
  const lists: Record<string, readonly string[]> = Object.create(null) as Record<string, readonly string[]>
  const skipped: string[] = []
  for (const member of pack.manifest.members) {
    const where = `pack member ${member.path}`
    const json = (): unknown => parseBounded(where, content(pack, member), pinned).value
    if (member.type === 'plan') plans.push(checkPlan(where, json()))
    else if (member.type === 'probe')
      for (const probe of list(where, json()))
        probes.push({ ...checkProbe(where, probe), pack: pack.manifest.name })
    else if (member.type === 'baseline') baselines.push(checkBaseline(where, json()))
    else if (member.type === 'policy') policies.push(checkVerdictPolicy(where, json()))
    else if (member.type === 'responses') responses.push(checkResponses(where, json()))
    else if (member.type === 'list') lists[listName(member.path)] = entries(where, content(pack, member))
    else if (!unread.has(member.type)) skipped.push(member.path)
  }
  if (plans.length > 1) throw invalid('pack manifest', 'it lists more than one plan')
  const plan = plans[0] ?? { format: 'clawback-plan/1', rules: [], correlations: [] }
  return { plan, probes, baselines, policies, responses, lists, skipped }
}

function content(pack: OpenedPack, member: PackMember): Uint8Array {
  const found = pack.blobs.get(member.sha256)
  if (found === undefined) throw invalid(`pack member ${member.path}`, 'its content is missing')
  return found
}

/** `lists/registries.txt` is the list `registries`. */
function listName(path: string): string {
  return path.replace(/^.*\//, '').replace(/\.txt$/, '')
}

/** One entry per line; blank lines and lines that begin with `#` say nothing. */
function entries(where: string, bytes: Uint8Array): readonly string[] {
  const lines = decodeText(where, bytes)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
  return list(where, lines, 100_000) as readonly string[]
}
