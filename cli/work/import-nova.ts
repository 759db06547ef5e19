import { mkdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { ClawbackError } from '@clawback/model'
import { importNova } from '@clawback/pack-tools'
import { safeDisplay } from '@clawback/text'
import { readInput } from '../content/load.js'
import { paint } from '../terminal/paint.js'

interface ImportArguments {
  readonly files: readonly string[]
  readonly into: string
  readonly tag: readonly string[]
  readonly json: boolean
}

/** Writes what NOVA files hold into a pack folder; never over a file that is there. Exit 1 when a rule was refused. */
export async function importFiles({ files, into, tag, json }: ImportArguments): Promise<number> {
  let refused = 0
  for (const file of files) {
    const name = basename(file)
      .replace(/\.nov$/i, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
    const {
      files: made,
      taken,
      withoutExample,
      problems,
    } = importNova(name, new TextDecoder().decode(await readInput(file)), tag)
    for (const [path, content] of made) await writeNew(join(into, path), content)
    refused += problems.filter(({ type }) => type === 'refused').length
    if (json) process.stdout.write(`${JSON.stringify({ file, taken, withoutExample, problems })}\n`)
    else {
      for (const { type, rule, detail, line, column } of problems)
        process.stdout.write(
          `${paint(type, type === 'refused' ? 'red' : 'yellow')} ${safeDisplay(`${file}:${line}:${column}: ${rule}: ${detail}`)}\n`,
        )
      for (const id of withoutExample)
        process.stdout.write(
          `${paint('no case', 'yellow')} ${safeDisplay(id)}: add one that matches to cases/${safeDisplay(id)}.yml\n`,
        )
      process.stdout.write(`${safeDisplay(file)}: ${taken.length} rules taken\n`)
    }
  }
  return refused > 0 ? 1 : 0
}

async function writeNew(path: string, content: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, content, { flag: 'wx' })
  } catch (error) {
    throw new ClawbackError(
      'USAGE',
      { detail: `${path} can not be written or exists already; nothing is overwritten.` },
      error,
    )
  }
}
