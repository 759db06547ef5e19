import { createReadContext, intake, readManifests } from '@clawback/analyzers'
import { parseRecord } from '@clawback/model'
import type { Fact, OpenArtifact } from '@clawback/model'
import { access, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** Needs a package registry in reach of the person's npm configuration; nothing that is fetched is executed. */
const reachable = process.env['CLAWBACK_NETWORK'] === '1'
const clock = { now: () => Date.now(), monotonic: () => performance.now() }

describe.skipIf(!reachable)('real packages (skipped unless CLAWBACK_NETWORK=1: they are fetched)', () => {
  let workdir: string

  beforeAll(async () => {
    workdir = await mkdtemp(join(tmpdir(), 'intake-registry-'))
  })
  afterAll(() => rm(workdir, { recursive: true, force: true }))

  test.each(['@modelcontextprotocol/server-everything', '@modelcontextprotocol/server-filesystem'])(
    '%s is a server whose entry file and dependencies are there',
    async (name) => {
      const opened = await intake(`npm:${name}`, { workdir, fetchDependencies: true })
      const [open] = opened.artifacts
      expect(open?.artifact).toMatchObject({ kind: 'mcp-server', name, gaps: [] })
      expect(open?.artifact.origin.pin).toMatch(/^sha\d+-/)
      const [server] = open?.artifact.servers ?? []
      const started = server?.launch.type === 'stdio' ? server.launch.args[0] : undefined
      await access(join(open!.root, started!.replace('/skill/', '')))
      await access(join(open!.dependencies!, 'node_modules/@modelcontextprotocol/sdk/package.json'))
      await opened.close()
    },
    120_000,
  )

  test('ai-labs-claude-skills: 27 skills, each read without a material gap', async () => {
    const opened = await intake('npm:ai-labs-claude-skills', { workdir })
    const skills = opened.artifacts.filter(({ artifact }) => artifact.kind === 'skill')
    expect(skills).toHaveLength(27)
    for (const skill of skills) {
      const facts = await factsOf(skill)
      expect(facts.some((fact) => fact['manifest.key'] === 'name')).toBe(true)
      expect(facts.filter((fact) => fact['gap.material'] === true)).toEqual([])
    }
    await opened.close()
  }, 120_000)
})

async function factsOf(open: OpenArtifact): Promise<Fact[]> {
  const facts: Fact[] = []
  for await (const fact of readManifests(
    open,
    createReadContext(open, { engine: 'test', version: '1', clock }),
  )) {
    parseRecord(fact, 'a fact')
    facts.push(fact)
  }
  return facts
}
