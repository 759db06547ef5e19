import { canonicalJson, buildRecord, sha256 } from '@clawback/model'
import type { Artifact, EventRecord, Fact, Gap, Match } from '@clawback/model'
import type { Examination } from './examination.js'
import { groundOf } from './evidence.js'
import { judge } from './judge.js'
import type { JudgeOptions } from './judge.js'
import type { Knowledge } from './knowledge.js'

/** One server of a client, and what looking at it alone gave. */
export interface TogetherMember {
  /** As the client calls it. */
  readonly server: string
  readonly examination: Examination
}

/** Servers that one agent has at hand. */
export interface TogetherSet {
  readonly name: string
  readonly locator: string
  readonly members: readonly TogetherMember[]
  /** What of the client could not be looked at. */
  readonly gaps: readonly Gap[]
}

/**
 * Judges the servers of one client as one closed group: the tools that each describes and how it is started, under the
 * name of the server. A server whose tools are not known is a material gap. What rests on one server alone was told of
 * that server and is left out here.
 */
export function examineTogether(
  { name, locator, members, gaps }: TogetherSet,
  knowledge: Knowledge,
  options: JudgeOptions,
): Examination {
  const id = `sha256:${sha256(canonicalJson(members.map((one) => [one.server, one.examination.artifact.id])))}`
  const artifact: Artifact = {
    ...{ id, kind: 'agent-config', name: name.slice(0, 128), origin: { type: 'mcp-config', locator } },
    ...{ files: [], links: [], servers: [] },
    gaps: [...gaps, ...members.flatMap(gapOf)],
  }
  const [first] = members
  return judge(
    {
      artifact,
      reading: {
        // Records of a run among them keep their stage; rules ask for kinds.
        facts: members.flatMap((member) => recordsOf(member, id)) as Fact[],
        coverage: { files: { total: 0, read: 0 }, engines: {}, gaps: [] },
        versions: first?.examination.profile.versions ?? {},
      },
      traces: [],
      ran: members.some(({ examination }) => examination.traces.length > 0),
    },
    { ...knowledge, match: (records) => joint(records, knowledge.match(records)) },
    options,
  )
}

/** Abilities, and of what is told of them only what rests on several servers. */
function joint(records: readonly EventRecord[], matches: readonly Match[]): readonly Match[] {
  const byId = new Map<string, EventRecord>([...records, ...matches].map((record) => [record.id, record]))
  return matches.filter((match) => {
    const servers = groundOf(match, byId).map((record) => record['mcp.server.name'])
    return match['rule.type'] === 'capability' || new Set(servers).size > 1
  })
}

/** What a group goes by: the tools a server describes, and how it is started. */
function recordsOf({ server, examination }: TogetherMember, client: string): readonly EventRecord[] {
  return examination.records
    .filter((record) => record.kind === 'tool.describe' || record['mcp.server.command'] !== undefined)
    .map((record) => {
      const path = record['file.path']
      const { id, ...rest } = record
      return buildRecord({
        ...rest,
        ...(record.stage === 'read' ? {} : { id }),
        'mcp.server.name': server,
        'subject.client': client,
        ...(path === undefined ? {} : { 'file.path': `${server.replace(/[^\w@.-]+/g, '_')}/${path}` }),
      })
    })
}

/** What is not known of the tools of a server. A list that it gave is whole; code may show fewer than there are. */
function gapOf({ server, examination }: TogetherMember): readonly Gap[] {
  const { artifact, records, profile } = examination
  const tools = records.filter(({ kind }) => kind === 'tool.describe')
  const missed = profile.coverage.gaps.filter(({ material }) => material).map(({ detail }) => detail)
  const gap = (reason: string, detail: string): readonly Gap[] => [
    { reason, path: server, detail, material: true },
  ]
  if (tools.length === 0) {
    const why = missed[0] ?? `nothing in ${artifact.name} describes any`
    return gap('tools-unknown', `its tools are not known: ${why}`)
  }
  const listed = tools.some((tool) => tool.stage === 'run' || tool['source.engine'] === 'manifests')
  const whole = listed && !profile.coverage.gaps.some(({ reason }) => reason === 'tools-partial')
  return whole || missed.length === 0
    ? []
    : gap('tools-partial', `it may have more tools: ${missed[0] ?? ''}`)
}
