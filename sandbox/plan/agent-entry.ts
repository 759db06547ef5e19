import type { ArtifactFile, EntryPoint, Gap } from '@clawback/model'
import { readSteps } from '../actors/agent/steps.js'
import type { ReadHead } from './entries.js'

/** What an obedient agent would do with a skill, and what it would pass over. */
export interface AgentPlan {
  readonly entries: readonly EntryPoint[]
  readonly options: Readonly<Record<string, unknown>>
  readonly steps: number
  readonly gaps: readonly Gap[]
}

const instructions = 'SKILL.md'

/** Plans to follow a skill's instructions in a shell of the cell, when they ask for anything to be done. */
export function planAgent(files: readonly ArtifactFile[], head: ReadHead): AgentPlan {
  if (!files.some(({ path }) => path === instructions))
    return { entries: [], options: {}, steps: 0, gaps: [] }
  const { steps, aside, alike, beyond } = readSteps(
    head(instructions),
    new Set(files.map(({ path }) => path)),
  )
  const entries: EntryPoint[] =
    steps.length === 0 ? [] : [{ actor: 'scripted-agent', name: instructions, command: ['/bin/sh'] }]
  const gap = (count: number, reason: string, detail: string, material: boolean): Gap[] =>
    count === 0 ? [] : [{ reason, path: instructions, detail: `${count} ${detail}`, material }]
  const gaps = [
    ...gap(
      aside,
      'blocks-not-followed',
      'code blocks are examples or data, not commands; nobody ran them.',
      false,
    ),
    ...gap(
      alike,
      'calls-alike',
      'calls repeat a script with options it had before; nobody made them.',
      false,
    ),
    ...gap(beyond, 'steps-bound', 'steps are beyond the bound of a run; nobody took them.', true),
  ]
  return { entries, options: { steps, untilBroken: true }, steps: steps.length, gaps }
}
