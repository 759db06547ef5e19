import type { Fact } from '@clawback/model'

import type { CodeSource } from '../code/read.js'
import { readManifests } from '../manifests/read.js'
import type { Walk } from './walk.js'
import { ownVersion } from './walk.js'

/** Reads the manifests; the commands that a package manager or an agent will run from them go to `code`. */
export async function readAllManifests(walk: Walk, code: CodeSource[]): Promise<readonly Fact[]> {
  const { open, wanted, outcomes, context } = walk
  if (!wanted.has('manifests')) return []
  const facts: Fact[] = []
  try {
    for await (const fact of readManifests(open, context)) {
      facts.push(fact)
      const command = commandOf(fact)
      if (command !== undefined && !code.some((one) => isSame(one, command))) code.push(command)
    }
  } catch (problem) {
    outcomes.failed('manifests')
    const detail = problem instanceof Error ? problem.message.slice(0, 200) : 'unknown'
    facts.push(context.gap('engine-failed', undefined, `manifests: ${detail}`, true))
  }
  if (facts.length > 0) outcomes.used('manifests', ownVersion)
  if (facts.some(({ kind }) => kind === 'read.gap')) outcomes.partial('manifests')
  return facts
}

function isSame(one: CodeSource, other: CodeSource): boolean {
  return one.path === other.path && one.lineOffset === other.lineOffset && one.text === other.text
}

/** A command line that a manifest has run by itself: an install hook, a hook of an agent, or what starts a server. */
function commandOf(fact: Fact): CodeSource | undefined {
  const isHook = fact['manifest.type'] === 'hooks' && fact['manifest.key']?.endsWith('.command') === true
  const starts = fact['url.full'] === undefined ? fact['mcp.server.command'] : undefined
  const text = fact['dependency.hook.command'] ?? starts ?? (isHook ? fact['manifest.value'] : undefined)
  const path = fact['file.path']
  if (text === undefined || path === undefined) return undefined
  return { path, language: 'bash', text, lineOffset: (fact['code.line.number'] ?? 1) - 1 }
}
