import type { Fact } from '@clawback/model'
import { bodyClaims, proseClaims, toolClaims } from './claims.js'
import type { Claim } from './claims.js'
import { at, member, members, string, text, texts } from './data.js'
import type { Data } from './data.js'
import { npmFacts, pyprojectDependencies } from './dependencies.js'
import { leaves } from './fields.js'
import { readFrontmatter } from './frontmatter.js'
import { maskEnv } from './mask.js'
import { decodeText } from './parse.js'
import { claimFacts, dependencyFacts, fieldFact, hookFact, mostFields } from './reading.js'
import type { ManifestReading } from './reading.js'
import { readRequirements, scriptRequirements } from './requirements.js'
import { serverFacts } from './server-facts.js'
import { toolFacts } from './tool-facts.js'

/** Facts of a Markdown file with a head: fields, and for a skill its claims. */
export async function* markdownFacts(reading: ManifestReading, bytes: Uint8Array): AsyncGenerator<Fact> {
  const { data, body, bodyLine, problem } = await readFrontmatter(decodeText(bytes))
  if (problem !== undefined)
    yield reading.context.gap('malformed', reading.path, `head read line by line: ${problem}`, false)
  yield* fieldFacts(reading, data)
  const claims = headClaims(data)
  yield* claimFacts(reading, reading.type === 'skill' ? [...claims, ...bodyClaims(body, bodyLine)] : claims)
}

/** Facts of a parsed manifest, by its type. */
export function* structuredFacts(reading: ManifestReading, data: Data): Generator<Fact> {
  yield* fieldFacts(reading, data)
  const description = member(data, 'description')
  if (description !== undefined)
    yield* claimFacts(reading, proseClaims(text(description) ?? '', description.line))
  if (reading.type === 'package.json') yield* npmFacts(reading, data)
  else if (reading.type === 'pyproject') yield* dependencyFacts(reading, pyprojectDependencies(data))
  else if (reading.type === 'tools') yield* toolFacts(reading, data)
  else if (reading.type === 'settings') yield* claimFacts(reading, permissionClaims(data))
  yield* serverFacts(reading, data)
}

/** Facts of requirements files, registry settings, `setup.py` and scripts. */
export function* textFacts(
  reading: ManifestReading,
  bytes: Uint8Array,
  format: 'lines' | 'script' | 'setup',
): Generator<Fact> {
  const content = decodeText(bytes)
  if (format === 'setup') yield hookFact(reading, 'setup.py', `python ${reading.path}`, 1)
  if (format !== 'lines') yield* dependencyFacts(reading, scriptRequirements(content))
  else if (reading.type === 'registry') yield* settingFacts(reading, content)
  else {
    const { declared, options } = readRequirements(content)
    yield* dependencyFacts(reading, declared)
    for (const { name, value, line } of options) yield fieldFact(reading, name, value, line)
  }
}

function* settingFacts(reading: ManifestReading, content: string): Generator<Fact> {
  for (const [index, line] of content.split(/\r?\n/).slice(0, mostFields).entries()) {
    const [, key, value = ''] = /^\s*([^#;=\s][^=]*?)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    if (key !== undefined) yield fieldFact(reading, key, maskEnv(key, value), index + 1)
  }
}

function* fieldFacts(reading: ManifestReading, data: Data): Generator<Fact> {
  let count = 0
  for (const { key, value, line } of leaves(data, mostFields)) {
    count++
    yield fieldFact(reading, key, value, line)
  }
  if (count === mostFields)
    yield reading.context.gap('limit', reading.path, `only the first ${mostFields} fields were kept`, false)
}

/** Claims of a head: what it allows itself, and what its description says. */
function headClaims(data: Data): Claim[] {
  const allowed = ['allowed-tools', 'allowed_tools', 'tools'].flatMap((key) => {
    const found = member(data, key)
    const line = members(data).find((one) => one.key === key)?.line ?? 1
    const names = found?.kind === 'list' ? texts(found) : splitTools(text(found) ?? '')
    return names.flatMap((name) => toolClaims(name, line))
  })
  const prose = ['description', 'compatibility', 'when_to_use'].flatMap((key) => {
    const line = members(data).find((one) => one.key === key)?.line ?? 1
    return proseClaims(string(member(data, key)) ?? '', line)
  })
  return [...allowed, ...prose]
}

/** `Read, Bash(git add:*), Write` and `Read Bash(git add:*)`. */
function splitTools(list: string): string[] {
  return list.match(/[\w-]+(?:\([^)]*\))?/g) ?? []
}

function permissionClaims(data: Data): Claim[] {
  const lists = (['allow', 'deny'] as const).map((name) => [name, at(data, 'permissions', name)] as const)
  return lists.flatMap(([name, list]) =>
    list?.kind === 'list'
      ? list.items.flatMap((item) => toolClaims(text(item) ?? '', item.line, name === 'deny'))
      : [],
  )
}
