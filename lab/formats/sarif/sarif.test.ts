import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { examination, finding, hostile, survey, suppression } from '../testkit.js'
import { renderSarif } from './log.js'

interface Result {
  readonly ruleId: string
  readonly ruleIndex: number
  readonly level: string
  readonly message: { readonly text: string }
  readonly locations: readonly {
    readonly physicalLocation?: { artifactLocation: { uri: string; uriBaseId: string }; region?: unknown }
    readonly logicalLocations?: readonly { name: string; kind: string }[]
  }[]
  readonly fingerprints: Readonly<Record<string, string>>
  readonly suppressions: readonly { readonly justification: string; readonly kind: string }[]
}
interface Run {
  readonly results: readonly Result[]
  readonly tool: {
    readonly driver: { readonly rules: readonly { id: string; help: { text: string; markdown: string } }[] }
    readonly extensions: readonly { name: string; version: string }[]
  }
  readonly invocations: readonly [
    { executionSuccessful: boolean; toolExecutionNotifications: readonly { descriptor: { id: string } }[] },
  ]
}
const runOf = (text: string): Run => (JSON.parse(text) as { runs: [Run] }).runs[0]
const fingerprintsOf = (text: string): (string | undefined)[] =>
  runOf(text).results.map((one) => one.fingerprints['clawback/v1'])

/**
 * The schema as Microsoft's package ships it (2.1.0-rtm.5). The errata of OASIS differ from it, beside types and patterns
 * we do not use, in that a region says where it begins; that is asked of every region below.
 */
const schema = JSON.parse(
  readFileSync(
    createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'),
    'utf8',
  ),
) as Record<string, unknown>

function validator(): (log: unknown) => string[] {
  // Draft 4 has the id under another name; nothing else of what it does differently is used in this schema.
  const { $schema: _, id: __, ...body } = schema
  const uri = (text: string): boolean =>
    URL.canParse(text, 'https://base.invalid/') && !/[\s<>"{}|\\^`]/.test(text)
  const formats = { uri, 'uri-reference': uri, 'date-time': /^\d{4}-\d{2}-\d{2}T/ }
  const validate = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false, formats }).compile(body)
  return (log) => {
    validate(log)
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`)
  }
}

describe('SARIF 2.1.0', () => {
  const check = validator()
  const text = renderSarif(survey())
  const { results, tool, invocations } = runOf(text)

  it('fits the schema, and so does a survey of nothing', () => {
    expect(check(JSON.parse(text))).toEqual([])
    expect(check(JSON.parse(renderSarif(survey({ examinations: [], packs: [], failures: [] }))))).toEqual([])
  })

  it('the check itself refuses what is wrong', () => {
    const log = JSON.parse(text) as { runs: [{ results: Record<string, unknown>[] }] }
    log.runs[0].results[0] = { ...log.runs[0].results[0], level: 'grave' }
    expect(check(log).join()).toContain('/runs/0/results/0/level')
  })

  it('says where each result is, by span, or by run and event', () => {
    expect(results[0]?.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: 'skills/sk%20ill/scripts/a.py', uriBaseId: '%SRCROOT%' },
          region: { startLine: 3, startColumn: 5, endLine: 4 },
        },
      },
    ])
    const [at] = results.find((one) => one.locations[0]?.logicalLocations !== undefined)?.locations ?? []
    expect(at?.logicalLocations?.[0]).toMatchObject({ name: 'run-1#4', kind: 'event' })
    expect(at?.physicalLocation?.artifactLocation.uri).toBe('skills/sk%20ill/scripts/a.py')
    expect(results.at(-1)?.locations[0]?.physicalLocation?.artifactLocation).toEqual({
      uri: 'scripts/a.py',
      uriBaseId: 'ARTIFACT2',
    })
  })

  it('every result points to its rule, and rules say why, what is benign and what to do', () => {
    const ids = tool.driver.rules.map(({ id }) => id)
    for (const one of results) expect(ids[one.ruleIndex]).toBe(one.ruleId)
    expect(new Set(ids).size).toBe(ids.length)
    expect(tool.driver.rules[0]?.help.text).toMatch(/Why: [^]*Would be benign if: [^]*What to do: /)
    expect(results.map(({ level }) => level)).toContain('note')
    expect(tool.extensions).toMatchObject([{ name: 'p', version: '1.2.3' }])
  })

  it('suppressed results stay, with the reason; the others say that they are not', () => {
    const [kept, ...others] = results.filter((one) => one.suppressions.length > 0)
    expect(others).toEqual([])
    expect(kept?.suppressions[0]).toMatchObject({ kind: 'external', status: 'accepted' })
    expect(kept?.suppressions[0]?.justification).toMatch(/^Known: /)
  })

  it('what could not be looked at is told, and the call did not succeed', () => {
    expect(invocations[0].executionSuccessful).toBe(false)
    expect(invocations[0].toolExecutionNotifications.map((one) => one.descriptor.id)).toEqual([
      'INPUT_NOT_FOUND',
      'gap/too-large',
      'gap/too-large',
      'gap/too-large',
      'suppression-expired',
      'changed-since',
    ])
  })

  it('foreign text makes no link, no placeholder and no control character', () => {
    for (const { message } of results) {
      expect(message.text).not.toMatch(/(?<!\\)\[/)
      expect(message.text.replaceAll('{{', '').replaceAll('}}', '')).not.toMatch(/[{}]/)
      // eslint-disable-next-line no-control-regex -- naming these characters is the point
      expect(message.text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/)
    }
    const outsideCode = tool.driver.rules[0]?.help.markdown.replace(/(`+) .*? \1(?!`)/g, '')
    expect(outsideCode).toMatch(/^\*\*Why\*\*\n\n- \n/)
    expect(outsideCode).not.toMatch(/[<[@]/)
  })

  it('fingerprints are distinct, and stay when lines, versions, digests and addresses change', () => {
    const before = fingerprintsOf(text)
    expect(new Set(before).size).toBe(before.length)
    const moved = survey()
    const later = {
      ...moved,
      examinations: moved.examinations.map((one) => ({
        ...one,
        artifact: { ...one.artifact, id: `sha256:${'f'.repeat(64)}` },
        findings: one.findings.map((each) => ({
          ...each,
          version: '9.9.9',
          evidence: each.evidence.map((at) =>
            at.region === undefined
              ? { ...at, excerpt: 'POST http://127.0.0.1:50000/' }
              : { ...at, where: 'scripts/a.py:99', region: { path: at.region.path, line: 99 } },
          ),
        })),
      })),
    }
    expect(fingerprintsOf(renderSarif(later))).toEqual(before)
    const other = survey({ examinations: [examination([finding({ rule: 'r-new' })])] })
    expect(before).not.toContain(fingerprintsOf(renderSarif(other))[0])
  })

  it('equal results are equal bytes, and no folder of this machine is in them', () => {
    expect(renderSarif(survey())).toBe(text)
    expect(text).not.toContain('/srv/checkout')
    expect(suppression.reason).toContain(hostile)
  })
})
