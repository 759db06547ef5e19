import type { PlayContext } from '../../ports.js'

/** How a server is played with: bounds and habits, all of them plain options of the run. Times in milliseconds. */
export interface McpSettings {
  /** Rounds of calls; after each one everything is listed again. */
  readonly rounds: number
  /** Calls of one tool in the first round, each with other arguments; in later rounds there is one. */
  readonly callsPerTool: number
  /** Tools, prompts and resources that are called, got and read in one round. */
  readonly most: number
  /** Pages of one list. */
  readonly pages: number
  readonly openMs: number
  readonly replyMs: number
  readonly callMs: number
  /** How long a server that waits for connections may still be silent on its pipes: then it speaks there, not here. */
  readonly elsewhereMs: number
  /** Seeds the arguments. */
  readonly seed: string
  /** Who the client says it is, and who it says it is the second time. */
  readonly identities: readonly string[]
  /** Port on 127.0.0.1 and path where the sample serves MCP over HTTP; stdio when left out. */
  readonly http?: { readonly port: number; readonly path: string }
}

const defaults: McpSettings = {
  rounds: 2,
  callsPerTool: 2,
  most: 48,
  pages: 32,
  openMs: 20_000,
  replyMs: 8_000,
  callMs: 4_000,
  elsewhereMs: 4_000,
  seed: 'clawback',
  identities: ['claude-code', 'cursor'],
}

/** Reads the options of a run; what is missing or of the wrong type keeps its default. */
export function readSettings(options: PlayContext['options']): McpSettings {
  const number = (name: keyof McpSettings, least: number, most: number): number => {
    const value = options[name]
    const usual = defaults[name] as number
    return typeof value === 'number' && Number.isFinite(value)
      ? Math.min(most, Math.max(least, value))
      : usual
  }
  const port = options['httpPort']
  const path = options['httpPath']
  const identities = options['identities']
  return {
    rounds: number('rounds', 0, 8),
    callsPerTool: number('callsPerTool', 0, 8),
    most: number('most', 1, 256),
    pages: number('pages', 1, 256),
    openMs: number('openMs', 50, 60_000),
    replyMs: number('replyMs', 50, 60_000),
    callMs: number('callMs', 50, 60_000),
    elsewhereMs: number('elsewhereMs', 50, 60_000),
    seed: typeof options['seed'] === 'string' ? options['seed'] : defaults.seed,
    identities: Array.isArray(identities)
      ? identities.filter((name): name is string => typeof name === 'string').slice(0, 4)
      : defaults.identities,
    ...(typeof port === 'number' ? { http: { port, path: typeof path === 'string' ? path : '/mcp' } } : {}),
  }
}
