/**
 * One thing that an obedient reader of a skill does. `run` issues a command, `visit` fetches a page, `run-page` runs
 * what the page visited last says, `read` opens a file of the skill.
 */
export interface AgentStep {
  readonly action: 'run' | 'visit' | 'run-page' | 'read'
  /** Command, URL or path; empty for `run-page`. */
  readonly object: string
  /** Line of the instruction file, from 1. */
  readonly line: number
  /** What it read. */
  readonly text: string
  readonly heading: string
  /** The script of the skill that it calls, and nothing else, when it is such a plain call. */
  readonly script?: string
}
