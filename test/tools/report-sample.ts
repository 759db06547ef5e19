import type { ReportArtifact, ReportData } from '@clawback/model'

/** Text that tries to leave its place in every context a page has. */
export const hostile = `</script><script>window.owned = 1</script><img src=x onerror="window.owned = 1">\u202e'"\``

const coverage: ReportArtifact['coverage'] = {
  files: { total: 3, read: 2 },
  entries: { total: 2, ran: 1 },
  engines: { code: 'ok', yara: 'not-available' },
  gaps: [{ reason: 'too-large', path: hostile, detail: hostile, material: true }],
}

function artifact(id: string, label: ReportArtifact['verdict']['label']): ReportArtifact {
  return {
    id,
    name: `${label} ${hostile}`,
    kind: 'skill',
    origin: { type: 'folder', locator: hostile },
    verdict: {
      artifact: id,
      label,
      score: label === 'malicious' ? 90 : 0,
      basis: 'static+observed',
      because: [{ condition: 'c', weight: 90, text: hostile, refs: ['r1'] }],
      coverage,
      policy: 'test@1.0.0',
    },
    findings: [
      {
        rule: 'r',
        title: hostile,
        pack: 'p',
        version: '1.0.0',
        level: 'high',
        type: 'threat',
        tags: [],
        why: hostile,
        falsePositives: [hostile],
        evidence: [
          {
            record: 'r1',
            kind: 'http.request',
            where: 'run#4',
            excerpt: hostile,
            region: { path: 'a.md', line: 1 },
          },
        ],
      },
    ],
    capabilities: [{ action: 'http.request', target: hostile, bases: ['observed'] }],
    hidden: [`http.request ${hostile}`],
    runs: [
      {
        run: 'run-1',
        artifact: id,
        entry: { actor: 'script', name: 'a.py', command: ['python3', 'a.py'] },
        variant: 'base',
        status: 'completed',
        covered: true,
        durationMs: 10,
        events: 2,
        cell: 'bwrap-strace',
        degraded: [],
        gaps: [],
        digest: 'd',
      },
    ],
    coverage,
    gaps: [],
    timeline: [
      {
        id: 'r0',
        run: 'run-1',
        seq: 0,
        ms: 1,
        kind: 'process.exec',
        what: hostile,
        process: '1.1',
        rules: [],
      },
      {
        id: 'r1',
        run: 'run-1',
        seq: 1,
        ms: 2,
        kind: 'http.request',
        what: hostile,
        process: '1.1',
        rules: ['r'],
      },
    ],
    timelineCut: 0,
    processes: [
      { id: '1.1', parent: '', run: 'run-1', command: hostile },
      { id: '2.1', parent: '1.1', run: 'run-1', command: 'curl' },
    ],
    hosts: [
      {
        host: hostile,
        bases: ['static', 'observed'],
        events: [{ kind: 'http.request', count: 2 }],
        processes: ['run-1 2.1'],
        places: [hostile],
      },
    ],
    strings: [{ kind: 'text.hidden', where: 'a.md:1', text: hostile }],
    stringsCut: 0,
    quotes: [{ path: 'a.md', from: 1, lines: [hostile, hostile] }],
  }
}

export const sampleReport: ReportData = {
  title: hostile,
  made: '2026-01-01T00:00:00.000Z',
  artifacts: [artifact('sha256:a', 'benign'), artifact('sha256:b', 'malicious')],
  incidents: [
    {
      id: 'i1',
      title: hostile,
      alerts: [],
      measures: [{ name: 'event to decision', value: 3.2, unit: 'ms' }],
      story: {
        kind: 'human',
        who: hostile,
        what: hostile,
        target: hostile,
        credential: '',
        time: '',
        evidence: 'e1',
        confidence: 0.9,
        alerts: [hostile],
        children: [],
      },
    },
  ],
}
