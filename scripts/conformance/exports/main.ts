import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { isOcsf, readOcsf } from './ocsf-schema.js'
import { checkEvent } from './ocsf.js'
import { isStix, stixCheck } from './stix.js'

const help = `Holds what \`clawback bulk export\` writes to the schemas of those who own the formats.

  scripts/conformance/exports/run --stix-schemas ~/cti-stix2-json-schemas --stix bundle.json
  scripts/conformance/exports/run --ocsf-schema ~/ocsf-schema --ocsf findings.ndjson

  --stix-schemas DIR   a checkout of https://github.com/oasis-open/cti-stix2-json-schemas
  --stix FILE          a bundle
  --ocsf-schema DIR    a checkout of https://github.com/ocsf/ocsf-schema
  --ocsf FILE          Detection Findings, one a line
  --help               this

Exit codes: 0 all as the schemas say; 1 something is not; 2 wrong use.
`
/** So many of what is wrong are told; the rest is counted. */
const told = 20

process.exitCode = main()

function main(): number {
  const { values } = parseArgs({
    options: {
      'stix-schemas': { type: 'string' },
      stix: { type: 'string' },
      'ocsf-schema': { type: 'string' },
      ocsf: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  if (values.help === true) {
    process.stdout.write(help)
    return 0
  }
  const { 'stix-schemas': stixRoot, stix, 'ocsf-schema': ocsfRoot, ocsf } = values
  const reports: boolean[] = []
  if (stixRoot !== undefined && stix !== undefined) {
    if (!isStix(stixRoot)) return wrongUse(`${stixRoot} holds no schemas of STIX.`)
    const bundle = JSON.parse(readFileSync(stix, 'utf8')) as { objects?: unknown[] }
    reports.push(tell(`${bundle.objects?.length ?? 0} STIX objects`, stixCheck(stixRoot)(bundle)))
  }
  if (ocsfRoot !== undefined && ocsf !== undefined) {
    if (!isOcsf(ocsfRoot)) return wrongUse(`${ocsfRoot} holds no schema of OCSF.`)
    const schema = readOcsf(ocsfRoot)
    const lines = readFileSync(ocsf, 'utf8').split('\n').filter((line) => line !== '') // prettier-ignore
    const wrong = lines.flatMap((line, i) =>
      checkEvent(schema, 'detection_finding', JSON.parse(line)).map((what) => `line ${i + 1}: ${what}`),
    )
    reports.push(tell(`${lines.length} OCSF findings (schema ${schema.version})`, wrong))
  }
  if (reports.length === 0) return wrongUse('Give a file and the schemas it is held to.')
  return reports.every(Boolean) ? 0 : 1
}

function tell(what: string, wrong: readonly string[]): boolean {
  console.log(`${what}: ${wrong.length === 0 ? 'all as the schema says' : `${wrong.length} things wrong`}`)
  for (const line of wrong.slice(0, told)) console.log(`  ${line}`)
  return wrong.length === 0
}

function wrongUse(why: string): number {
  console.error(`${why}\nSee --help.`)
  return 2
}
