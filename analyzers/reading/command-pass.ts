import type { Fact } from '@clawback/model'

import { adapterOf } from '../code/adapters.js'
import type { CodeSource } from '../code/read.js'
import { commandsIn } from '../commands/read.js'
import type { LoadedFile, Walk } from './walk.js'

/** Commands in a file that is neither a page nor code that is followed go to `code`; what was left out is a gap. */
export async function readCommands(
  { file: { path }, text, reader }: LoadedFile,
  code: CodeSource[],
  { wanted, outcomes, context }: Walk,
): Promise<readonly Fact[]> {
  const isOther = reader.as === 'text' || reader.as === 'foreign-code'
  const isListed = reader.as === 'code' && adapterOf(reader.language).onlyListed === true
  if (text === undefined || !wanted.has('code') || !(isOther || isListed)) return []
  try {
    const { sources, left } = await commandsIn(path, text)
    for (const source of sources) code.push(source)
    return left === undefined ? [] : [context.gap(left.reason, path, left.detail, left.material)]
  } catch (problem) {
    outcomes.failed('code')
    const detail = problem instanceof Error ? `${problem.name}: ${problem.message.slice(0, 200)}` : 'unknown'
    return [context.gap('engine-failed', path, `commands: ${detail}`, true)]
  }
}
