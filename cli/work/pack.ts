import { writeFile } from 'node:fs/promises'
import { ClawbackError } from '@clawback/model'
import type { TrustedKey } from '@clawback/model'
import {
  buildPack,
  describeProblem,
  generateKey,
  lintPack,
  parseKey,
  testPack,
  trust,
  verifyPack,
} from '@clawback/pack-tools'
import { safeDisplay } from '@clawback/text'
import { readInput, readKey } from '../content/load.js'
import { paint } from '../terminal/paint.js'

/** Writes a new key pair; never overwrites one. */
export async function keygen(out: string, level: number): Promise<number> {
  if (!Number.isInteger(level) || level < 0 || level > 6)
    throw new ClawbackError('USAGE', { detail: '--level is a whole number from 0 to 6.' })
  const key = await generateKey()
  await writeNew(`${out}.key.json`, key, 0o600)
  await writeNew(`${out}.pub.json`, trust(key, level as TrustedKey['level']), 0o644)
  process.stdout.write(`${out}.key.json (secret)\n${out}.pub.json\nkeyid ${key.keyid}\n`)
  return 0
}

async function writeNew(path: string, value: object, mode: number): Promise<void> {
  try {
    await writeFile(path, `${JSON.stringify(value, undefined, 2)}\n`, { mode, flag: 'wx' })
  } catch (error) {
    throw new ClawbackError(
      'USAGE',
      { detail: `${path} can not be written or exists already; keys are not overwritten.` },
      error,
    )
  }
}

interface BuildArguments {
  readonly folder: string
  readonly out: string | undefined
  readonly sign: string | undefined
  readonly json: boolean
}

/** Builds and, when asked, signs a pack file. */
export async function build(given: BuildArguments): Promise<number> {
  const key = given.sign === undefined ? undefined : parseKey(await readText(given.sign), given.sign)
  const { bytes, manifest } = await buildPack(given.folder, key === undefined ? {} : { signKey: key })
  const out = given.out ?? `${manifest.name.replaceAll('/', '-')}-${manifest.version}.pack`
  await writeFile(out, bytes)
  const facts = {
    out,
    name: manifest.name,
    version: manifest.version,
    members: manifest.members.length,
    bytes: bytes.length,
    signer: key?.keyid,
  }
  process.stdout.write(
    given.json
      ? `${JSON.stringify(facts)}\n`
      : `${out}: ${facts.name} ${facts.version}, ${facts.members} members, ${facts.bytes} bytes, ${key === undefined ? 'unsigned (alerts only, never revokes)' : `signed by ${key.keyid.slice(0, 16)}…`}\n`,
  )
  return 0
}

interface VerifyArguments {
  readonly file: string
  readonly key: readonly string[]
  readonly json: boolean
}

/** Opens a pack as a product would and shows what is in it. Without --key an unsigned pack is accepted, and said so. */
export async function verify(given: VerifyArguments): Promise<number> {
  const keys = await Promise.all(given.key.map(readKey))
  const bytes = await readInput(given.file)
  const { pack: _, ...facts } = await verifyPack(bytes, keys, { allowUnsigned: keys.length === 0 }).catch(
    (error: unknown) => {
      throw error instanceof ClawbackError ? error.at(given.file) : error
    },
  )
  if (given.json) process.stdout.write(`${JSON.stringify(facts)}\n`)
  else {
    const trusted =
      facts.signer === undefined
        ? paint('no signature checked: alerts only', 'yellow')
        : `${paint('signed', 'green')} by ${facts.signer.keyid.slice(0, 16)}…, response level at most ${facts.signer.level}`
    process.stdout.write(
      `${safeDisplay(facts.name)} ${safeDisplay(facts.version)}: ${facts.rules} rules, ${facts.probes} probes, ${facts.members} members\n${trusted}\ndigest ${facts.digest}\n`,
    )
    for (const one of [
      ...facts.skipped.map((text) => `skipped ${text}`),
      ...facts.limited.map((text) => `limited ${text}`),
    ])
      process.stdout.write(`${paint(one, 'yellow')}\n`)
  }
  return 0
}

/** Lints a pack folder and runs its cases; exit 1 when something fails. */
export async function test(given: { readonly folder: string; readonly json: boolean }): Promise<number> {
  const problems = await lintPack(given.folder)
  const errors = problems.filter((problem) => problem.severity === 'error')
  const result = await testPack(given.folder)
  if (given.json) process.stdout.write(`${JSON.stringify({ problems, ...result })}\n`)
  else {
    for (const problem of problems)
      process.stdout.write(
        `${paint(problem.severity, problem.severity === 'error' ? 'red' : 'yellow')} ${safeDisplay(describeProblem(problem))}\n  ${safeDisplay(problem.mend)}\n`,
      )
    for (const failure of result.failed)
      process.stdout.write(
        `${paint('failed', 'red')} ${safeDisplay(failure.where)} ${safeDisplay(failure.rule)}: ${safeDisplay(failure.case)} (expected ${failure.expected}, spoke: ${safeDisplay(failure.spoke.join(', ') || 'none')})\n`,
      )
    process.stdout.write(
      `${result.passed} cases passed, ${result.failed.length} failed, ${result.rules} rules, ${errors.length} errors\n`,
    )
  }
  return errors.length + result.failed.length > 0 ? 1 : 0
}

async function readText(path: string): Promise<string> {
  return new TextDecoder().decode(await readInput(path))
}
