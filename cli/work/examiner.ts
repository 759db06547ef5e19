import { readFile } from 'node:fs/promises'
import pLimit from 'p-limit'
import { ClawbackError } from '@clawback/model'
import type { Coverage, Gap, OpenArtifact, Pack, Suppression } from '@clawback/model'
import type { Base, Intake } from '@clawback/analyzers'
import type { CellPool, Examination, ExamineOptions, TogetherSet } from '@clawback/lab'
import type { Recording } from '@clawback/sandbox'
import { systemClock } from '../clock.js'
import type { Progress } from '../terminal/progress.js'
import type { ExaminationArguments } from './arguments.js'
import { boundsOf } from './bounds.js'
import type { Player } from './player.js'

export type Examine = (open: OpenArtifact, since?: Coverage['since']) => Promise<Examination>

/** The walk of artifacts, alone and of several servers that one agent has at hand. */
export interface Examiner {
  readonly examine: Examine
  readonly together: (set: TogetherSet) => Examination
}

/** What an examination needs beside the arguments. */
export interface Equipment {
  readonly packs: readonly Pack[]
  readonly suppressions: readonly Suppression[]
  /** Nothing is run without. */
  readonly cells: CellPool | undefined
  readonly player: Player
  readonly recorded: Recording | undefined
  readonly progress: Progress
}

/** Makes the walk of one artifact ready for many. */
export async function openExaminer(given: ExaminationArguments, equipment: Equipment): Promise<Examiner> {
  const { examine, examineTogether, openKnowledge } = await import('@clawback/lab')
  const { packs, suppressions, cells, player, recorded, progress } = equipment
  const { readBudgetMs, limits } = boundsOf(given.timeout)
  const options: ExamineOptions = {
    knowledge: openKnowledge(packs),
    clock: systemClock,
    readBudgetMs,
    suppressions,
    onStep: (text) => {
      progress.step(text)
    },
    ...(cells === undefined
      ? {}
      : {
          run: {
            cells,
            ...player,
            ...(limits === undefined ? {} : { limits }),
            ...(given.variants === undefined ? {} : { variants: given.variants }),
            ...(recorded === undefined ? {} : { recorded }),
          },
        }),
  }
  return {
    examine: (open, since) => examine(open, since === undefined ? options : { ...options, since }),
    together: (set) => examineTogether(set, options.knowledge, options),
  }
}

/** Answers that a researcher supplies for the network of every run. */
export async function readRecording(path: string | undefined): Promise<Recording | undefined> {
  if (path === undefined) return undefined
  const { readHar } = await import('@clawback/sandbox')
  const bytes = await readFile(path).catch(() => {
    throw new ClawbackError('INPUT_NOT_FOUND', { locator: path })
  })
  return readHar(bytes, path)
}

/** One path to look at, and how. */
export interface Visit {
  readonly path: string
  /** Folder for what is unpacked. */
  readonly workdir: string
  readonly examine: Examine
  readonly jobs: number
  readonly fetchDependencies: boolean
  readonly progress: Progress
  /** When given, what has not changed since is left out. */
  readonly base?: Base | undefined
  /** Told how many artifacts were left out. */
  readonly onUnchanged: (count: number) => void
  /** Told when the path is a client configuration: where it lies, and what of it was not taken. */
  readonly onClient?: (client: NonNullable<Intake['client']>, gaps: readonly Gap[]) => void
}

/** What one path holds, in order, examined a few at a time. */
export async function* examinePath(visit: Visit): AsyncGenerator<Examination> {
  const { path, workdir, examine, jobs, fetchDependencies, progress } = visit
  const { intake } = await import('@clawback/analyzers')
  const taken = await intake(path, {
    workdir,
    fetchDependencies,
    resolveLaunches: 'local',
    onProgress: ({ phase, detail }) => {
      progress.step(`${phase} ${detail}`)
    },
  })
  try {
    const limit = pLimit(Math.max(1, jobs))
    const wanted = await changedOf(taken, visit.base)
    if (taken.client !== undefined) visit.onClient?.(taken.client, taken.gaps)
    visit.onUnchanged(taken.artifacts.length - wanted.length)
    const pending = wanted.map(({ open, since }) => limit(() => examine(open, since)))
    for (const one of pending) one.catch(() => undefined)
    for (const one of pending) yield await one
  } finally {
    await taken.close()
  }
}

interface Wanted {
  readonly open: OpenArtifact
  readonly since?: Coverage['since']
}

async function changedOf({ artifacts }: Intake, base: Base | undefined): Promise<readonly Wanted[]> {
  if (base === undefined) return artifacts.map((open) => ({ open }))
  const { ref, commit } = base
  const wanted: Wanted[] = []
  for (const open of artifacts) {
    const changed = await base.changesOf(open, artifacts)
    if (changed.length > 0) wanted.push({ open, since: { ref, commit, changed } })
  }
  return wanted
}
