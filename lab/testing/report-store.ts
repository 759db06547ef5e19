import type { Store } from '../store/store.js'
import type { Examination } from '../walk/examination.js'
import type { EventRecord, Finding, RuleLevel, VerdictLabel } from '@clawback/model'

/** Texts that try to leave their place: as markup, script, link, object property, sheer size, or by reordering what is read. */
export const payloads: readonly string[] = [
  '<img src=x onerror="window.owned = 1">',
  '</script><script>window.owned = 1</script>',
  'javascript:window.owned=1',
  '"><svg/onload=window.owned=1>',
  '__proto__',
  'constructor',
  '\u202egnp.exe\u2066\u0000\u001b[2J\u200b',
  '{{constructor.constructor("window.owned=1")()}}',
  'x'.repeat(1_000_000),
]

const verdicts: readonly VerdictLabel[] = ['benign', 'suspicious', 'malicious', 'undetermined']
const levels: readonly RuleLevel[] = ['critical', 'high', 'medium', 'low', 'informational']
const actions = [
  'net.connect',
  'http.request',
  'file.read',
  'file.write',
  'process.exec',
  'env.read',
] as const
const time = '2026-01-01T00:00:00.000Z'

interface Wanted {
  readonly artifacts: number
  /** Texts that names, rules, hosts and labels are made of. */
  readonly texts?: readonly string[]
  /** Told after each artifact. */
  readonly onArtifact?: (done: number) => void
}

/** Fills a store with made-up artifacts of every verdict, over two runs, with labels, families, hosts and a problem. */
export async function fillStore(store: Store, { artifacts, texts, onArtifact }: Wanted): Promise<void> {
  const { ledger } = store
  for (const run of [1, 2])
    await ledger.run(
      "INSERT INTO run VALUES (?, ?, ?, 'static', 'r', 'none', ?, '[\"core@1.0.0 d\"]', '{}', '{}')",
      [run, time, time, `j${run}`],
    )
  for (let at = 0; at < artifacts; at++) {
    const one = examinationOf(at, texts)
    const { id } = one.artifact
    await store.put(one, time)
    const label = texts?.[at % texts.length]?.slice(0, 80) ?? (at % 3 === 0 ? 'malicious' : 'benign')
    const source = `corpus/skills/${Math.floor(at / 100)}/skill-${at}`
    await ledger.transaction(async (tx) => {
      await tx.run(
        "INSERT INTO source (source, collection, locator, stamp, tried, code, reason, label, family, labelled) VALUES (?, 'corpus', ?, 's', ?, null, null, ?, ?, 'maker')",
        [
          source,
          `/nowhere/${at}`,
          time,
          label,
          at % 10 === 0 ? `family-${at % 70} ${texts?.[(at % 70) / 10]?.slice(0, 200) ?? ''}` : null,
        ],
      )
      await tx.run("INSERT INTO copy VALUES (?, '', ?, 1, null)", [source, id])
      await tx.run("INSERT INTO judgement VALUES (?, 1, 'j1', 'benign', 0, '[]')", [id])
      await tx.run("UPDATE judgement SET run = 2, judging = 'j2' WHERE artifact = ? AND run = 0", [id])
    })
    onArtifact?.(at + 1)
  }
  await ledger.run(
    "INSERT INTO source (source, collection, locator, stamp, tried, code, reason, label, family, labelled) VALUES (?, 'corpus', '/nowhere', 's', ?, 'INPUT_MALFORMED', ?, null, null, null)",
    [`corpus/${texts?.[0] ?? 'broken'}`, time, texts?.[1] ?? 'it is broken'],
  )
}

/** The id of a made-up artifact. */
export function idOf(at: number): string {
  return `sha256:${at.toString(16).padStart(64, '0')}`
}

function examinationOf(at: number, texts: readonly string[] = []): Examination {
  const id = idOf(at)
  const text = (offset: number, otherwise: string): string =>
    texts.length === 0 ? otherwise : (texts[(at + offset) % texts.length] ?? otherwise)
  const label = verdicts[at % 17 === 0 ? 2 : at % 11 === 0 ? 1 : at % 101 === 0 ? 3 : 0] ?? 'benign'
  const coverage = { files: { total: 3, read: 3 }, engines: { code: 'ok' as const }, gaps: [] }
  const findings = Array.from({ length: at % 5 }, (_, rule) =>
    findingOf((at + rule * 7) % 60, text(rule, `Something of kind ${(at + rule * 7) % 60} was found`)),
  )
  const records = Array.from({ length: 1 + (at % 4) }, (_, host) =>
    factOf(id, host, text(host + 2, hostName(at, host))),
  )
  return {
    artifact: {
      id,
      kind: at % 9 === 0 ? 'mcp-server' : 'skill',
      name: text(0, `skill-${at} ${['reader', 'writer', 'mailer', 'builder'][at % 4] ?? ''}`),
      origin: { type: 'folder', locator: `/nowhere/${at}` },
      files: [],
      links: [],
      servers: [],
      gaps: [],
    },
    records,
    matches: [],
    traces: [],
    profile: {
      artifact: id,
      name: 'x',
      capabilities: actions
        .slice(0, 1 + (at % actions.length))
        .map((action) => ({ action, target: text(1, `target-${at % 40}`), basis: 'static', refs: [] })),
      hidden: [],
      unused: [],
      runs: [],
      coverage,
      versions: {},
    },
    findings,
    verdict: {
      artifact: id,
      label,
      score: { benign: at % 20, suspicious: 40, malicious: 80 + (at % 21), undetermined: 0 }[label],
      basis: 'static',
      because:
        label === 'benign' ? [] : [{ condition: 'c', weight: 80, text: text(3, 'A reason.'), refs: [] }],
      coverage,
      policy: 'core@1.0.0',
    },
  }
}

function hostName(at: number, host: number): string {
  return host === 0 ? 'github.example' : `host-${(at * 31 + host) % 2_500}.example`
}

function findingOf(rule: number, title: string): Finding {
  return {
    rule: `rule-${rule}`,
    title,
    pack: 'core',
    version: '1.0.0',
    level: levels[rule % levels.length] ?? 'low',
    type: 'threat',
    tags: [title.slice(0, 100)],
    why: title,
    falsePositives: [title],
    evidence: [
      {
        record: 'f0',
        kind: 'text.match',
        where: 'SKILL.md:3',
        excerpt: title,
        region: { path: 'SKILL.md', line: 3 },
      },
    ],
  }
}

function factOf(artifact: string, seq: number, host: string): EventRecord {
  return {
    schema: 'clawback/1',
    id: `f${seq}`,
    kind: 'code.string',
    stage: 'read',
    time,
    seq,
    'subject.artifact': artifact,
    'source.engine': 'code',
    'source.version': '1',
    'source.channel': 'file',
    'source.trust': 3,
    'file.path': 'a.py',
    'code.line.number': seq + 1,
    'code.string.value': `https://${host}/`,
    'url.domain': host,
  }
}
