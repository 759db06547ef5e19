import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { cloneMirror, CloneError } from './clone.js'
import { checkOwn } from './own.js'
import { makeReport, sayReport } from './report.js'
import type { Report } from './report.js'
import { checkMirror, isMirror, skipMirror } from './sigmahq.js'
import { checkSpecification, isSpecification } from './spec.js'

const help = `Holds the Sigma compiler and the evaluator to rules with known answers.

  scripts/conformance/run                        our own set (test/rules/set, test/rules/refused)
  scripts/conformance/run --mirror ~/sigma       and every rule of a checkout of SigmaHQ/sigma
  scripts/conformance/run --clone                the same from a clone in .cache/sigma
  scripts/conformance/run --spec ~/sigma-specification
                                                 and the examples of the specification's repository
  scripts/conformance/run --mirror ~/sigma --lists lists.json --json

  --mirror DIR    a checkout of https://github.com/SigmaHQ/sigma
  --clone         clone it into .cache/sigma, if it is not there, and use that
  --spec DIR      a checkout of https://github.com/SigmaHQ/sigma-specification
  --lists FILE    JSON {list: [entry]} for the rules with placeholders; without it those are named and skipped
  --json          one JSON document on standard output
  --help          this

Exit codes: 0 all as expected; 1 something is not, or could not be looked at; 2 wrong use;
4 the machine lacks something.
`

/** Wrong use: what is wrong, and what to write instead. */
class UseError extends Error {}

process.exitCode = await main()

async function main(): Promise<number> {
  try {
    const options = readOptions()
    if (options.help) {
      process.stdout.write(help)
      return 0
    }
    const lists = options.lists === undefined ? {} : readLists(options.lists)
    const reports = [await checkOwn(), mirrorReport(options, lists)]
    if (options.spec !== undefined) reports.push(checkSpecification(options.spec))
    const expected = reports.every((report) => report.expected)
    const text = options.json
      ? JSON.stringify({ expected, reports }, undefined, 2)
      : reports.map(sayReport).join('\n')
    console.log(text)
    return expected ? 0 : 1
  } catch (error) {
    if (!(error instanceof UseError)) throw error
    console.error(`${error.message}\nSee --help.`)
    return 2
  }
}

interface Options {
  readonly mirror: string | undefined
  readonly clone: boolean
  readonly spec: string | undefined
  readonly lists: string | undefined
  readonly json: boolean
  readonly help: boolean
}

function readOptions(): Options {
  const { mirror, spec, lists, clone = false, json = false, help: asked = false } = parse()
  if (mirror !== undefined && clone) throw new UseError('--mirror and --clone exclude each other.')
  if (mirror !== undefined && !isMirror(mirror))
    throw new UseError(`${mirror} is no checkout of SigmaHQ/sigma: it has no folder rules.`)
  if (spec !== undefined && !isSpecification(spec))
    throw new UseError(
      `${spec} is no checkout of SigmaHQ/sigma-specification: it has no folder tests or examples.`,
    )
  return { mirror, spec, lists, clone, json, help: asked }
}

function parse() {
  try {
    return parseArgs({
      options: {
        mirror: { type: 'string' },
        clone: { type: 'boolean' },
        spec: { type: 'string' },
        lists: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values
  } catch (error) {
    throw new UseError(error instanceof Error ? error.message : String(error))
  }
}

function mirrorReport(
  { mirror, clone }: Options,
  lists: Readonly<Record<string, readonly string[]>>,
): Report {
  if (mirror !== undefined) return checkMirror(mirror, lists)
  if (!clone) return skipMirror()
  const folder = new URL('../../.cache/sigma', import.meta.url).pathname
  try {
    cloneMirror(folder)
  } catch (error) {
    if (!(error instanceof CloneError)) throw error
    return makeReport('SigmaHQ', { wrong: [`not looked at: ${error.message}`] })
  }
  return checkMirror(folder, lists)
}

function readLists(path: string): Readonly<Record<string, readonly string[]>> {
  let read: unknown
  try {
    read = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new UseError(
      `${path} cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
  if (isLists(read)) return read
  throw new UseError(`${path} is not of the form {"list": ["entry"]}.`)
}

function isLists(value: unknown): value is Record<string, readonly string[]> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.values(value).every(
    (entries) => Array.isArray(entries) && entries.every((entry) => typeof entry === 'string'),
  )
}
