import type { Artifact, Evidence, Finding, Pack, PlanRule, Suppression, VerdictLabel } from '@clawback/model'
import type { Examination } from '../walk/examination.js'
import type { Survey } from './survey.js'

/** Text that tries to leave its place in XML, HTML, Markdown, SARIF messages and terminals. */
export const hostile: string =
  'x]]></failure><script>alert(1)</script><!-- "\'& {0} [here](https://evil.test) ![i](http://evil.test/i.png) ' +
  '`code` ``` | \\| @victim #1 www.evil.test a@evil.test \u0000\u0007\u001b[2J\u202e\ufffe\uffff\ud83d\r\n# head\n- item'

export const suppression: Suppression = {
  rule: 'r-hostile',
  path: '**',
  reason: `Known: ${hostile}`,
  expires: '2027-01-31',
  source: 'clawback.suppressions.yml:2',
}

const evidence = (more: Partial<Evidence> = {}): Evidence => ({
  record: 'f1',
  kind: 'code.call',
  where: 'scripts/a.py:3',
  excerpt: hostile,
  region: { path: 'scripts/a.py', line: 3, column: 5, lineEnd: 4 },
  ...more,
})

export const finding = (more: Partial<Finding> = {}): Finding => ({
  rule: 'r-hostile',
  title: `T ${hostile}`,
  pack: 'p',
  version: '1.2.3',
  level: 'high',
  type: 'threat',
  tags: ['attack.t1041', hostile],
  why: `Because ${hostile}`,
  falsePositives: [hostile],
  fix: `Take it out ${hostile}`,
  evidence: [evidence()],
  ...more,
})

const event: Evidence = {
  record: 'e1',
  kind: 'http.request',
  where: 'run-1#4',
  excerpt: `POST http://127.0.0.1:41234/ ${hostile}`,
}

const artifact: Artifact = {
  id: `sha256:${'a'.repeat(64)}`,
  kind: 'skill',
  name: `skill ${hostile}`,
  origin: { type: 'folder', locator: 'skills', inside: 'sk ill' },
  files: ['SKILL.md', 'scripts/a.py'].map((path) => ({ path, size: 1, sha256: 'b', executable: false })),
  links: [],
  servers: [],
  gaps: [],
}

/** One examined artifact with the findings given. */
export function examination(
  findings: readonly Finding[],
  label: VerdictLabel = 'malicious',
  more: Partial<Artifact> = {},
): Examination {
  const coverage = {
    files: { total: 2, read: 1 },
    engines: { code: 'partial' as const },
    gaps: [{ reason: 'too-large', path: 'scripts/a.py', detail: hostile, material: true }],
  }
  const run = { run: 'run-1', entry: { actor: 'script', name: 'scripts/a.py', command: [] } }
  const verdict = {
    artifact: artifact.id,
    label,
    score: 80,
    basis: 'static+observed',
    because: [{ condition: 'c', weight: 80, text: hostile, refs: [] }],
    coverage,
    policy: 'p@1.2.3',
  }
  const profile = {
    artifact: artifact.id,
    name: 's',
    capabilities: [],
    hidden: [],
    unused: [],
    runs: [run],
    coverage,
  }
  const rest = { records: [], matches: [], traces: [], profile, verdict, findings }
  return { artifact: { ...artifact, ...more }, ...rest } as unknown as Examination
}

const rule = (id: string, file: string): PlanRule =>
  ({ id, source: `rules/${file}.yml:1`, type: 'threat', alerts: true, description: 'd', falsePositives: [] }) as unknown as PlanRule // prettier-ignore

const pack = {
  manifest: { name: 'p', version: '1.2.3', description: hostile },
  digest: 'd'.repeat(64),
  plan: { rules: [rule('r-hostile', 'theft'), rule('r-other', 'other')], correlations: [] },
  probes: [],
} as unknown as Pack

/** A survey that holds one of everything, all of it hostile. */
export function survey(more: Partial<Survey> = {}): Survey {
  const all = [
    finding({ evidence: [evidence(), evidence(), event], more: 4, expired: suppression }),
    finding({ rule: 'r-other', level: 'informational', suppressed: suppression }),
  ]
  return {
    version: '0.1.0',
    packs: [pack],
    examinations: [
      examination(all),
      examination([finding()], 'undetermined', {
        name: 'from npm',
        origin: { type: 'npm', locator: 'npm:x@1.0.0', pin: 'sha512-x' },
      }),
      examination([], 'benign', { name: 'clean', origin: { type: 'folder', locator: '../elsewhere' } }),
    ],
    failures: [{ locator: hostile, code: 'INPUT_NOT_FOUND', message: hostile, mend: hostile }],
    failing: ['malicious'],
    base: '/srv/checkout',
    since: { ref: hostile, commit: 'c'.repeat(40), unchanged: 3 },
    expired: [suppression],
    ...more,
  }
}
