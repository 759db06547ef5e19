import { textOf } from '@clawback/ledger'
import type { Verbs } from '@clawback/ledger'
import type { AgentEvent, Alert, Attribution, LiveRecord } from '@clawback/model'
import type { StoryLine } from '../ports.js'
import { attributedFrom } from '../attribution/weights.js'

type Reader = Pick<Verbs, 'all' | 'get'>

/** Most events one story tells; the rest is said to be left out. */
const most = 5_000

/**
 * The story of a chain as a tree: the person; how they signed in; the agent; what it did, each sub-agent under the call
 * that started it, each data access under the call that caused it. No line lacks an identity or the word unattributed.
 */
export async function readStory(ledger: Reader, chain: string): Promise<readonly StoryLine[]> {
  const own = (
    await ledger.all('SELECT record, attribution FROM event WHERE chain = ? ORDER BY time, id LIMIT ?', [
      chain,
      most,
    ])
  ).map(eventOf)
  if (own.length === 0) return []
  const before = await signIns(ledger, own)
  const rules = await rulesByRecord(ledger, chain)
  const lines = new Map<string, Line>()
  const line = (event: AgentEvent): Line => {
    const made = lineOf(event, rules)
    lines.set(event.record.id, made)
    return made
  }

  const root = rootLine(own, before)
  root.children.unshift(...before.map(line))
  const instances = new Map<string, Line>()
  const calls = new Map<string, Line>()
  for (const event of own) {
    const { record, attribution } = event
    const call = actOf(record)
    const known = call === undefined ? undefined : calls.get(call)
    if (known !== undefined) {
      merge(known, event, rules)
      lines.set(record.id, known)
      continue
    }
    const made = line(event)
    if (call !== undefined) calls.set(call, made)
    if (record.kind === 'agent.spawn' && !instances.has(attribution.lineage.at(-1) ?? ''))
      instances.set(attribution.lineage.at(-1) ?? '', made)
  }
  // Parents may be told of after their children: the tree is hung when every line is there.
  const hung = new Set<Line>()
  for (const event of own) {
    const made = lines.get(event.record.id)
    if (made === undefined || hung.has(made)) continue
    hung.add(made)
    parentOf(event, made, { root, lines, calls, instances, chain }).children.push(made)
  }
  return [freeze(root)]
}

interface Line {
  ref: string
  kind: string
  time: string
  who: string
  what: string
  on?: string
  credential?: string
  score: number
  level: string
  rules: string[]
  children: Line[]
}

interface Grown {
  readonly root: Line
  readonly lines: ReadonlyMap<string, Line>
  /** Tool call -> its line. */
  readonly calls: ReadonlyMap<string, Line>
  /** Instance -> the line that tells of its start. */
  readonly instances: Map<string, Line>
  readonly chain: string
}

function parentOf({ record, attribution }: AgentEvent, self: Line, grown: Grown): Line {
  const spawns = record.kind === 'agent.spawn'
  const call = grown.calls.get(record['gen_ai.tool.call.id'] ?? '')
  if (call !== undefined && call !== self) return call
  for (const { claim, ref } of attribution.evidence) {
    const causes = spawns
      ? claim === 'parent'
      : claim === 'agent' && record['gen_ai.tool.call.id'] === undefined
    const cause = causes ? grown.lines.get(ref) : undefined
    if (cause !== undefined && cause !== self && !within(self, cause) && /^(tool|mcp)\./.test(cause.kind))
      return cause
  }
  const line = [...attribution.lineage]
  if (spawns) line.pop()
  for (let instance = line.pop(); instance !== undefined; instance = line.pop()) {
    const started = grown.instances.get(instance)
    if (started !== undefined && started !== self) return started
    if (instance === grown.chain) break
  }
  return grown.root.children.find(({ kind }) => kind === 'agent') ?? grown.root
}

function within(line: Line, sought: Line): boolean {
  return line.children.some((child) => child === sought || within(child, sought))
}

/** The person at the top, and the agent right under them. */
function rootLine(own: readonly AgentEvent[], before: readonly AgentEvent[]): Line {
  const surest = own.reduce<AgentEvent | undefined>(
    (best, event) => (best === undefined || event.attribution.score > best.attribution.score ? event : best),
    undefined,
  )
  const first = own[0]
  if (first === undefined || surest === undefined) throw new RangeError('a story without events')
  const { attribution } = surest
  const common = { score: attribution.score, level: attribution.level, rules: [] }
  const agent: Line = {
    ...common,
    ref: first.record.id,
    kind: 'agent',
    time: first.record.time,
    who: `${personOf(attribution)} › agent`,
    what: `runs ${attribution.agent ?? 'an unknown agent'}`,
    on: attribution.lineage[0] ?? '',
    children: [],
  }
  return {
    ...common,
    ref: before[0]?.record.id ?? first.record.id,
    kind: 'human',
    time: before[0]?.record.time ?? first.record.time,
    who: personOf(attribution),
    what: 'is the person behind this chain',
    children: [agent],
  }
}

function lineOf(event: AgentEvent, rules: ReadonlyMap<string, readonly string[]>): Line {
  const { record, attribution } = event
  const on = objectOf(record)
  return {
    ref: record.id,
    kind: record.kind,
    time: record.time,
    who: whoOf(attribution),
    what: deedOf(record),
    ...(on === undefined ? {} : { on }),
    ...(attribution.credential === undefined ? {} : { credential: attribution.credential }),
    score: attribution.score,
    level: attribution.level,
    rules: [...(rules.get(record.id) ?? [])],
    children: [],
  }
}

/** What several records tell of together: request, decision and outcome of one call; a prompt, told twice. */
function actOf(record: LiveRecord): string | undefined {
  if (record.kind === 'prompt.submit') return record['run.id'] && `prompt ${record['run.id']}`
  return /^(tool|mcp)\.(request|decision|result|call)$/.test(record.kind)
    ? record['gen_ai.tool.call.id']
    : undefined
}

function merge(line: Line, event: AgentEvent, rules: ReadonlyMap<string, readonly string[]>): void {
  const { record, attribution } = event
  const outcome = record['effect.outcome']
  if (outcome !== undefined && outcome !== 'attempted' && !line.what.includes(`, ${outcome}`))
    line.what += `, ${outcome}`
  if (attribution.score > line.score) {
    line.who = whoOf(attribution)
    line.score = attribution.score
    line.level = attribution.level
  }
  // The request says what was asked, whichever record came first by its clock.
  if (record.kind === 'tool.request' || record.kind === 'mcp.call') {
    line.kind = record.kind
    line.ref = record.id
    const on = objectOf(record)
    if (on !== undefined) line.on = on
  }
  if (record['prompt.source'] !== undefined) line.what = deedOf(record)
  line.credential ??= attribution.credential ?? ''
  if (line.credential === '') delete line.credential
  line.rules = [...new Set([...line.rules, ...(rules.get(record.id) ?? [])])]
}

function whoOf(attribution: Attribution): string {
  const self = attribution.lineage.at(-1)
  const actor =
    self === undefined
      ? ''
      : self.includes('/')
        ? ` › sub-agent ${self.slice(self.indexOf('/') + 1)}`
        : ' › agent'
  return `${personOf(attribution)}${actor}`
}

function personOf({ human, score }: Attribution): string {
  if (human === undefined) return 'unattributed'
  return score >= attributedFrom ? human : `unattributed (best guess ${human})`
}

function deedOf(record: LiveRecord): string {
  const outcome = record['effect.outcome']
  const ending = outcome === undefined || outcome === 'attempted' ? '' : `, ${outcome}`
  if (record.kind.startsWith('control.'))
    return `${controlled(record)}: ${record['control.reason'] ?? 'no reason given'}`
  const tool = record['gen_ai.tool.name']
  const server = record['mcp.server.name']
  const rows = record['volume.records']
  switch (record.kind) {
    case 'prompt.submit':
      return `prompt from ${record['prompt.source'] ?? 'unknown'}`
    case 'agent.spawn':
      return `sub-agent starts (${record['gen_ai.agent.name'] ?? 'no type'})`
    case 'data.access':
      return `${record['effect.verb'] ?? 'access'}${rows === undefined ? '' : ` of ${rows} records`}${ending}`
    case 'auth.login':
      return `signs in${record['auth.result'] === 'failure' ? ', failure' : ''}`
    case 'auth.token':
      return `token for ${record['auth.client_id'] ?? 'a client'}`
    default:
      if (tool !== undefined) return `${server === undefined ? '' : `MCP ${server} `}${tool}${ending}`
      return `${record.kind}${ending}${record['control.reason'] === undefined ? '' : `: ${record['control.reason']}`}`
  }
}

/** What the guard did, in a person's words. */
function controlled(record: LiveRecord): string {
  const tool = record['gen_ai.tool.name']
  if (tool !== undefined) return `the guard denies ${tool}`
  return `the guard: ${record.kind.slice('control.'.length)}${record['control.state'] === undefined ? '' : `, ${record['control.state']}`}`
}

function objectOf(record: LiveRecord): string | undefined {
  const name = record['target.name']
  const table = record['db.collection.name']
  if (name !== undefined)
    return `${record['target.env'] === undefined ? '' : `${record['target.env']} `}${record['target.kind'] ?? ''} ${name}${table === undefined ? '' : `/${table}`}`.trim()
  return record['process.command_line'] ?? record['file.path']
}

/** How the people and credentials of a chain came in: the tokens it used, and each person's last sign-in before it. */
async function signIns(ledger: Reader, own: readonly AgentEvent[]): Promise<readonly AgentEvent[]> {
  const credentials = new Set(own.flatMap(({ attribution }) => attribution.credential ?? []))
  const humans = new Set(own.flatMap(({ attribution }) => attribution.human ?? []))
  const found = new Map<string, AgentEvent>()
  const keep = (rows: readonly Readonly<Record<string, unknown>>[]): void => {
    for (const row of rows) {
      const event = eventOf(row as Parameters<typeof eventOf>[0])
      found.set(event.record.id, event)
    }
  }
  keep(
    await ledger.all(
      `SELECT record, attribution FROM event WHERE chain IS NULL AND kind = 'auth.token'
       AND credential IN (SELECT value FROM json_each(?)) LIMIT 100`,
      [JSON.stringify([...credentials])],
    ),
  )
  const start = own[0]?.record.time ?? ''
  for (const human of [...humans].slice(0, 10))
    keep(
      await ledger.all(
        `SELECT record, attribution FROM event WHERE human = ? AND kind = 'auth.login' AND time <= ? ORDER BY time DESC LIMIT 1`,
        [human, start],
      ),
    )
  return [...found.values()].sort((a, b) => (a.record.time < b.record.time ? -1 : 1))
}

async function rulesByRecord(ledger: Reader, chain: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const rules = new Map<string, string[]>()
  for (const row of await ledger.all(
    'SELECT alert.body FROM alert JOIN incident ON incident.id = alert.incident WHERE incident.chain = ?',
    [chain],
  )) {
    const alert = JSON.parse(textOf(row, 'body')) as Alert
    for (const ref of alert.refs) rules.set(ref, [...new Set([...(rules.get(ref) ?? []), alert.title])])
  }
  return rules
}

function eventOf(row: Parameters<typeof textOf>[0]): AgentEvent {
  return {
    record: JSON.parse(textOf(row, 'record')) as LiveRecord,
    attribution: JSON.parse(textOf(row, 'attribution')) as Attribution,
  }
}

function freeze(line: Line): StoryLine {
  return { ...line, children: line.children.map(freeze) }
}
