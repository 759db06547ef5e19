import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { readAll } from './crew.js'

const base = 60_000

/** Lines that say how long a document and a program take, and how long ones ten times as large. */
export async function growth(skills: readonly string[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'growth-'))
  try {
    const lines: string[] = []
    for (const [name, ending] of [
      ['SKILL.md', '.md'],
      ['main.py', '.py'],
    ] as const) {
      const text = await gather(skills, ending)
      const times: number[] = []
      for (const factor of [1, 10]) {
        const skill = join(folder, `${name}-${factor}`)
        await mkdir(skill)
        await writeFile(join(skill, 'SKILL.md'), '---\nname: growth\n---\n')
        await writeFile(join(skill, name), `${text}\n`.repeat(factor))
        // The first reading of a process pays for its start.
        const seen = await readAll([skill, skill, skill], { processes: 1, recycle: 3 })
        times.push(Math.min(...seen.map(({ cpu }) => cpu)))
      }
      const [one = 0, ten = 0] = times
      lines.push(
        `${name} of ${text.length} units: ${one.toFixed(0)} ms; ten times as long: ${ten.toFixed(0)} ms, ${(ten / one).toFixed(1)} times`,
      )
    }
    return lines
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Texts of files with an ending, one after another, up to a size. */
async function gather(skills: readonly string[], ending: string): Promise<string> {
  let text = ''
  for (const skill of skills) {
    for (const entry of await readdir(skill, { recursive: true, withFileTypes: true })) {
      if (text.length >= base) return text.slice(0, base)
      if (entry.isFile() && entry.name.endsWith(ending))
        text += `${await readFile(join(entry.parentPath, entry.name), 'utf8')}\n`
    }
  }
  return text
}
