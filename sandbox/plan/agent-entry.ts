import type { ArtifactFile, EntryPoint, Gap } from '@clawback/model'
import { readSteps } from '../actors/agent/steps.js'
import type { ReadHead } from './entries.js'

/** What an obedient agent would do with a skill, and what it would pass over. */
export interface AgentPlan {
  readonly entries: readonly EntryPoint[]
  readonly options: Readonly<Record<string, unknown>>
  readonly gaps: readonly Gap[]
}

const instructions = 'SKILL.md'

/** Plans to follow a skill's instructions in a shell of the cell, when they ask for anything to be done. */
export function planAgent(files: readonly ArtifactFile[], head: ReadHead): AgentPlan {
  if (!files.some(({ path }) => path === instructions)) return { entries: [], options: {}, gaps: [] }
  const { steps, aside } = readSteps(head(instructions), new Set(files.map(({ path }) => path)))
  const entries: EntryPoint[] =
    steps.length === 0 ? [] : [{ actor: 'scripted-agent', name: instructions, command: ['/bin/sh'] }]
  const gaps: Gap[] =
    aside === 0
      ? []
      : [
          {
            reason: 'blocks-not-followed',
            path: instructions,
            detail: `${aside} code blocks are examples or data, not commands; nobody ran them.`,
            material: false,
          },
        ]
  return { entries, options: { steps }, gaps }
}
