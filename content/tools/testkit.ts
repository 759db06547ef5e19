import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** Test kit of this room: a small sound pack as files, and folders that go away. */
export const soundPack: Readonly<Record<string, string>> = {
  'pack.yml': `name: sound
version: 1.0.0
description: A pack for tests.
requires: { evaluator: '>=0.1.0', capabilities: [] }
`,
  'CHANGELOG.md': '# Changelog\n\n## 1.0.0\n\nFirst.\n',
  'rules/keys.yml': `title: A key file is read
id: reads-key-file
status: stable
description: Private keys are rarely needed by a skill.
logsource: { product: agent, category: file }
detection:
  selection:
    kind: file.read
    file.path|endswith: /.ssh/id_rsa
  condition: selection
falsepositives: [A skill that manages keys.]
level: high
tags: [behavior.theft]
clawback: { type: threat, response: 3 }
---
title: Many key files are read
id: reads-many-key-files
status: stable
description: One is chance.
correlation:
  type: event_count
  rules: [reads-key-file]
  group-by: [subject.run]
  timespan: 5m
  condition: { gte: 2 }
  generate: true
falsepositives: [A backup.]
level: critical
clawback: { type: threat, response: 3 }
`,
  'cases/reads-key-file.yml': `stage: run
positive:
  - name: reads the key
    records: [{ kind: file.read, file.path: /home/dana/.ssh/id_rsa }]
negative:
  - name: reads the public key
    records: [{ kind: file.read, file.path: /home/dana/.ssh/id_rsa.pub }]
`,
  'cases/reads-many-key-files.yml': `stage: run
positive:
  - name: reads two
    records:
      - { kind: file.read, file.path: /home/dana/.ssh/id_rsa }
      - { kind: file.read, file.path: /root/.ssh/id_rsa }
negative:
  - name: reads one
    records: [{ kind: file.read, file.path: /home/dana/.ssh/id_rsa }]
`,
  'probes/theft.yml': `kind: taint
id: theft-python
language: python
tags: [theft]
sources: { credential-file: ['open(*/.aws/*)'] }
sinks: { network: [requests.post, urllib.request.*] }
sanitizers: [len]
---
kind: text
id: secrecy
tags: [deception]
patterns: ['do not (?:tell|inform) the user']
roles: [paragraph]
`,
  'policies/verdict.yml': `id: verdict
conditions:
  - { id: theft, text: Steals., weight: 80, tags: [behavior.theft] }
thresholds: { suspicious: 30, malicious: 70 }
gaps: { static: ['*'], static+observed: ['*'] }
`,
  'responses/default.yml': `id: default
entries:
  - { levels: [critical], level: 3 }
  - { level: 0 }
`,
  'lists/registries.txt': '# names\none\ntwo\n',
}

/** Writes files into a new folder, hands it over, and removes it. */
export async function withFolder<Result>(
  files: Readonly<Record<string, string | undefined>>,
  work: (dir: string) => Promise<Result>,
): Promise<Result> {
  const dir = await mkdtemp(join(tmpdir(), 'pack-'))
  try {
    for (const [path, text] of Object.entries(files)) {
      if (text === undefined) continue
      await mkdir(dirname(join(dir, path)), { recursive: true })
      await writeFile(join(dir, path), text)
    }
    return await work(dir)
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}
