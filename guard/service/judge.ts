import { readFile } from 'node:fs/promises'
import { createEvaluator, loadPack } from '@clawback/evaluator'
import type { Evaluator, Snapshot } from '@clawback/evaluator'
import type { Ledger } from '@clawback/ledger'
import { textOf } from '@clawback/ledger'
import { ClawbackError } from '@clawback/model'
import type { Alert, Pack, ResponseLevel, ResponsePolicy, TrustedKey } from '@clawback/model'
import { recallState } from './recover.js'

/** The packs in force and the evaluator that holds events against them. */
export interface Judge {
  readonly evaluator: Pick<Evaluator, 'evaluate' | 'advance' | 'expect' | 'stats'>
  /** Highest response the signers of these alerts' packs may ask for. */
  allowed(alerts: readonly Alert[]): ResponseLevel
  /** Response policies of these alerts' packs. */
  policies(alerts: readonly Alert[]): readonly ResponsePolicy[]
  packs(): readonly PackInForce[]
  /** Puts a pack in force, in place of an older one of its name; rules that mean the same keep what they saw. */
  load(bytes: Uint8Array): Promise<PackInForce>
  /** Events received before this are in the state that was taken up (RFC 3339); empty for none. */
  readonly judgedUntil: string
  /** Writes the evaluator's state down; everything received before `until` must be durable. */
  save(until: string): Promise<void>
}

export interface PackInForce {
  readonly name: string
  readonly version: string
  readonly digest: string
  /** Key that vouches for it; none: it alerts and asks for nothing. */
  readonly signer?: string
  readonly rules: number
  readonly skipped: readonly string[]
}

export interface JudgeOptions {
  readonly packs: readonly string[]
  readonly keys: readonly TrustedKey[]
  readonly ledger: Ledger
  /** A pack whose version was put in force at run time outlives a restart. */
  readonly now: () => number
}

interface Kept {
  readonly until: string
  readonly snapshot: Snapshot
}

/** Opens the configured packs and those put in force at run time, and takes up the evaluator's state where it was left. */
export async function openJudge({ packs: paths, keys, ledger, now }: JudgeOptions): Promise<Judge> {
  const inForce = new Map<string, Pack>()
  const open = (bytes: Uint8Array): Promise<Pack> =>
    loadPack(bytes, keys, { allowUnsigned: true, now: now() })
  const adopt = (pack: Pack): void => {
    const known = inForce.get(pack.manifest.name)
    if (known !== undefined && !newer(pack.manifest.version, known.manifest.version)) return
    inForce.set(pack.manifest.name, pack)
  }
  for (const path of paths) adopt(await open(await readPack(path)))
  for (const row of await ledger.all("SELECT body FROM state WHERE name LIKE 'pack/%'"))
    adopt(await open(Buffer.from(textOf(row, 'body'), 'base64')))

  const evaluator = createEvaluator([...inForce.values()])
  const kept = (await recallState(ledger, 'evaluator')) as Kept | undefined
  if (kept !== undefined) evaluator.restore(kept.snapshot)

  return {
    evaluator,
    allowed: (alerts) =>
      alerts.reduce<ResponseLevel>((most, { pack }) => {
        const level = inForce.get(pack)?.signer?.level ?? 0
        return level > most ? level : most
      }, 0),
    policies: (alerts) =>
      [...new Set(alerts.map(({ pack }) => pack))].flatMap((name) => inForce.get(name)?.responses ?? []),
    packs: () => [...inForce.values()].map(describe),
    load: async (bytes) => {
      const pack = await open(bytes)
      const known = inForce.get(pack.manifest.name)
      if (known?.signer !== undefined && pack.signer === undefined)
        throw new ClawbackError('PACK_UNTRUSTED', {
          detail: `${pack.manifest.name} in force is signed, this one is not`,
        })
      if (known !== undefined && !newer(pack.manifest.version, known.manifest.version))
        throw new ClawbackError('GUARD_REFUSED', {
          detail: `${pack.manifest.name} ${known.manifest.version} is in force; ${pack.manifest.version} is not newer`,
          mend: 'Raise the version of the pack.',
        })
      inForce.set(pack.manifest.name, pack)
      evaluator.swap([...inForce.values()])
      await ledger.run('INSERT OR REPLACE INTO state (name, body) VALUES (?, ?)', [
        `pack/${pack.manifest.name}`,
        Buffer.from(bytes).toString('base64'),
      ])
      return describe(pack)
    },
    judgedUntil: kept?.until ?? '',
    save: async (until) => {
      const kept: Kept = { until, snapshot: evaluator.snapshot() }
      await ledger.run("INSERT OR REPLACE INTO state (name, body) VALUES ('evaluator', ?)", [
        JSON.stringify(kept),
      ])
    },
  }
}

async function readPack(path: string): Promise<Uint8Array> {
  return readFile(path).catch((error: unknown) => {
    throw new ClawbackError('INPUT_NOT_FOUND', { locator: path }, error)
  })
}

function describe({ manifest, digest, signer, plan, skipped }: Pack): PackInForce {
  return {
    name: manifest.name,
    version: manifest.version,
    digest,
    ...(signer === undefined ? {} : { signer: signer.keyid }),
    rules: plan.rules.length + plan.correlations.length,
    skipped,
  }
}

/** Semantic versions, numbers only; a pre-release counts as its release. */
function newer(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split(/[.+-]/, 3).map(Number))
  for (let at = 0; at < 3; at++) if (a?.[at] !== b?.[at]) return (a?.[at] ?? 0) > (b?.[at] ?? 0)
  return false
}
