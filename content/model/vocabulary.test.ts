import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import * as conventions from '@opentelemetry/semantic-conventions/incubating'
import { describe, expect, test } from 'vitest'
import { aliases, fields, kinds, openPrefixes } from './index.js'

interface Vocabulary {
  readonly namespaces: readonly string[]
  readonly stages: readonly string[]
  readonly kinds: Readonly<Record<string, { readonly stages: readonly string[]; readonly brief: string }>>
  readonly fields: Readonly<
    Record<string, { readonly type: string; readonly from: string; readonly brief: string }>
  >
}

const vocabulary = JSON.parse(readFileSync(new URL('vocabulary.json', import.meta.url), 'utf8')) as Vocabulary
const published = new Set<unknown>(Object.values(conventions).filter((value) => typeof value === 'string'))
const names = (from: string): string[] =>
  Object.entries(vocabulary.fields).flatMap(([name, field]) => (field.from === from ? [name] : []))
const noun = (name: string): string => name.split('.')[0] ?? ''

test('types, schema and docs/events.md are in step with vocabulary.json', async () => {
  const root = new URL('../../', import.meta.url)
  const tsx = new URL('node_modules/tsx/dist/cli.mjs', root).pathname
  const check = promisify(execFile)(process.execPath, [tsx, 'scripts/vocabulary.ts', '--check'], {
    cwd: root,
  })
  await expect(check).resolves.toBeDefined()
})

describe('names', () => {
  test('what we call OpenTelemetry is in its published list', () => {
    expect(names('otel').filter((name) => !published.has(name))).toEqual([])
  })

  test('what OpenTelemetry has is not called ours', () => {
    expect([...names('clawback'), ...names('extension')].filter((name) => published.has(name))).toEqual([])
  })

  test('our names stand in our namespaces, extensions in those of OpenTelemetry', () => {
    const envelope = new Set(['schema', 'id', 'kind', 'stage', 'time', 'seq', 'cause', 'truncated'])
    const own = new Set(vocabulary.namespaces)
    const theirs = new Set([...published].flatMap((name) => (typeof name === 'string' ? [noun(name)] : [])))
    expect(names('clawback').filter((name) => !envelope.has(name) && !own.has(noun(name)))).toEqual([])
    expect(names('extension').filter((name) => !theirs.has(noun(name)))).toEqual([])
  })

  test('older names lead to names of now', () => {
    for (const [old, now] of Object.entries(aliases)) {
      expect(Object.keys(fields)).toContain(now)
      expect(Object.keys(fields)).not.toContain(old)
    }
  })

  test('every name and kind is spelled alike and explained', () => {
    for (const [name, field] of Object.entries(vocabulary.fields)) {
      expect(name).toMatch(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$/)
      expect(['string', 'number', 'boolean', 'string[]', 'number[]']).toContain(field.type)
      expect(field.brief).toMatch(/\.$/)
    }
    for (const [kind, { stages, brief }] of Object.entries(vocabulary.kinds)) {
      expect(kind).toMatch(/^[a-z]+(\.[a-z]+)?$/)
      expect(brief).toMatch(/\.$/)
      for (const stage of stages) expect(vocabulary.stages).toContain(stage)
    }
    expect(Object.keys(kinds)).toEqual(Object.keys(vocabulary.kinds))
    for (const prefix of openPrefixes) expect(prefix).toMatch(/\.$/)
  })

  test('no open prefix swallows a field of another type', () => {
    const open = Object.keys(fields).filter((name) => openPrefixes.some((prefix) => name.startsWith(prefix)))
    expect(open).toEqual(['gen_ai.tool.call.arguments.digest'])
  })
})
