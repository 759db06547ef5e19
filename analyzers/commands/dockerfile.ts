import type { Command } from './command.js'
import { lineOf, wholeLines } from './command.js'

/** What building or starting an image runs: RUN, CMD, ENTRYPOINT and HEALTHCHECK (Dockerfile reference), in both forms. */
export function* dockerCommands(text: string): Generator<Command> {
  const lines = text.split('\n')
  let until = 0
  for (const { text: whole, line } of wholeLines(text, (row) => row.startsWith('#'))) {
    if (line <= until) continue
    const found = instruction.exec(whole)?.[1]
    if (found === undefined) continue
    const marker = /^<<-?\s?["']?(\w+)["']?$/.exec(found.trim())?.[1]
    if (marker === undefined) yield { text: execForm(found) ?? found, line }
    else {
      const end = lines.findIndex((row, at) => at >= line && row.trim() === marker)
      until = end === -1 ? lines.length : end + 1
      yield { text: lines.slice(line, end === -1 ? undefined : end).join('\n'), line: line + 1 }
    }
  }
}

const instruction =
  /^\s*(?:ONBUILD\s+)?(?:RUN|CMD|ENTRYPOINT|SHELL|HEALTHCHECK\s+(?:--\S+\s+){0,8}CMD)\s+(?:--\S+\s+){0,8}(\S.*)$/is

/** `["sh", "-c", "…"]`. */
function execForm(text: string): string | undefined {
  if (!text.trimStart().startsWith('[')) return undefined
  try {
    const words: unknown = JSON.parse(text)
    return Array.isArray(words) && words.every((word) => typeof word === 'string') ? lineOf(words) : undefined
  } catch {
    return undefined
  }
}
