import type { Data } from '../manifests/data.js'
import { at, items, member, string } from '../manifests/data.js'
import type { Language } from '../syntax/grammar.js'
import { languageOfName } from '../syntax/languages.js'

/** Code of one cell, or of one line of it that is for a shell. */
export interface CellCode {
  readonly language: Language
  readonly text: string
  readonly line: number
}

/** The code of a notebook (nbformat 4): what its kernel runs, and what `!` and `%%bash` hand to a shell. */
export function* notebookCode(data: Data): Generator<CellCode> {
  const named =
    string(at(data, 'metadata', 'kernelspec', 'language')) ??
    string(at(data, 'metadata', 'language_info', 'name'))
  const kernel = languageOfName(named ?? 'python')
  for (const cell of items(member(data, 'cells'))) {
    if (string(member(cell, 'cell_type')) !== 'code') continue
    const source = member(cell, 'source')
    const lines =
      source?.kind === 'list' ? items(source).map((one) => string(one) ?? '') : [string(source) ?? '']
    const line = items(source)[0]?.line ?? source?.line ?? cell.line
    const text = lines.join('')
    const magic = /^%%(\w+)[^\n]*\n/.exec(text)
    const other = magic?.[1] === undefined ? undefined : languageOfName(magic[1])
    if (magic !== null && other !== undefined) {
      yield { language: other, text: text.slice(magic[0].length), line: line + 1 }
      continue
    }
    for (const [i, row] of text.split('\n').entries()) {
      const shell = /^\s*(?:!|%sx\s|%system\s|\w+\s*=\s*!)(.+)$/.exec(row)?.[1]
      if (shell !== undefined) yield { language: 'bash', text: shell, line: line + i }
    }
    if (kernel !== undefined)
      yield { language: kernel, text: text.replace(/^[ \t]*(?:[!%]|\w+[ \t]*=[ \t]*!)[^\n]*$/gm, ''), line }
  }
}
