/**
 * Generates from content/model/vocabulary.json: the types, the JSON Schema of a record, and docs/events.md.
 * `tsx scripts/vocabulary.ts` writes; `--check` only compares and exits 1 when something is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { format, resolveConfig } from 'prettier'

interface Vocabulary {
  readonly schema: string
  readonly stages: readonly string[]
  readonly channels: readonly string[]
  readonly namespaces: readonly string[]
  readonly open: Readonly<Record<string, string>>
  readonly aliases: Readonly<Record<string, string>>
  readonly kinds: Readonly<Record<string, { readonly stages: readonly string[]; readonly brief: string }>>
  readonly fields: Readonly<
    Record<string, { readonly type: string; readonly from: string; readonly brief: string }>
  >
}

const root = new URL('../', import.meta.url)
const vocabulary = JSON.parse(
  readFileSync(new URL('content/model/vocabulary.json', root), 'utf8'),
) as Vocabulary

export const outputs: Readonly<Record<string, (v: Vocabulary) => string>> = {
  'content/model/generated/vocabulary.ts': types,
  'content/model/schemas/record.schema.json': schema,
  'docs/events.md': page,
}

function types(v: Vocabulary): string {
  const list = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(' | ')
  const property = ([name, field]: [string, { type: string; brief: string }]): string =>
    `/** ${field.brief} */\nreadonly '${name}'?: ${field.type.endsWith('[]') ? `readonly ${field.type}` : field.type} | undefined`
  const own = Object.entries(v.fields).filter(([name]) => !envelope.has(name))
  return `// Generated from vocabulary.json by scripts/vocabulary.ts. Do not edit.
export type Stage = ${list(v.stages)}
export type Channel = ${list(v.channels)}
export type FieldType = 'string' | 'number' | 'boolean' | 'string[]' | 'number[]'
/** Every kind a record may have, and the stages it occurs in. */
export const kinds = ${JSON.stringify(Object.fromEntries(Object.entries(v.kinds).map(([kind, { stages }]) => [kind, stages])))} as const
export type Kind = keyof typeof kinds
/** Every field of the vocabulary with its type and where its name comes from. */
export const fields = ${JSON.stringify(Object.fromEntries(Object.entries(v.fields).map(([name, { type, from }]) => [name, { type, from }])))} as const
export type FieldName = keyof typeof fields
/** Prefixes under which any name may stand. */
export const openPrefixes: readonly string[] = ${JSON.stringify(Object.keys(v.open))}
/** Older names of OpenTelemetry fields, and what they are called now. */
export const aliases: Readonly<Record<string, FieldName>> = ${JSON.stringify(v.aliases)}
/** The fields of the vocabulary that an engine may set, typed. */
export interface KnownFields {
${own.map(property).join('\n')}
}
`
}

const envelope: ReadonlySet<string> = new Set([
  'schema',
  'id',
  'kind',
  'stage',
  'time',
  'seq',
  'source.engine',
  'source.version',
  'source.channel',
  'source.trust',
])

function schema(v: Vocabulary): string {
  const scalar = (type: string): object =>
    type.endsWith('[]') ? { type: 'array', items: { type: type.slice(0, -2) } } : { type }
  const properties = Object.fromEntries(
    Object.entries(v.fields).map(([name, field]) => [
      name,
      { ...scalar(field.type), description: field.brief },
    ]),
  )
  return JSON.stringify({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'clawback/1 record',
    type: 'object',
    required: ['schema', 'id', 'kind', 'stage', 'time', 'seq', 'source.engine'],
    properties: {
      ...properties,
      schema: { const: v.schema },
      kind: { enum: Object.keys(v.kinds) },
      stage: { enum: v.stages },
      'source.channel': { enum: v.channels },
      'source.trust': { enum: [0, 1, 2, 3] },
    },
    patternProperties: Object.fromEntries(
      Object.keys(v.open).map((prefix) => [
        `^${prefix.replaceAll('.', '\\.')}`,
        { type: ['string', 'number', 'boolean', 'array'] },
      ]),
    ),
    additionalProperties: false,
  })
}

function page(v: Vocabulary): string {
  const kinds = Object.entries(v.kinds).map(
    ([kind, k]) => `| \`${kind}\` | ${k.stages.join(', ')} | ${k.brief} |`,
  )
  const fields = Object.entries(v.fields).map(
    ([name, f]) =>
      `| \`${name}\` | ${f.type} | ${f.from === 'otel' ? 'OpenTelemetry' : f.from} | ${f.brief} |`,
  )
  const aliases = Object.entries(v.aliases).map(([old, now]) => `| \`${old}\` | \`${now}\` |`)
  return `# The event language (${v.schema})

Generated from \`content/model/vocabulary.json\`; edit that file and run \`npm run vocabulary\`.

A record is one flat JSON object. Facts (stage \`read\`), trace events (stage \`run\`), live events (stage \`live\`) and
matches use the same field names, so one Sigma rule runs on all of them. Values are strings, finite numbers, booleans or
lists of those; there is no nesting and no null. Names come from the OpenTelemetry semantic conventions where one exists
(\`OpenTelemetry\`), from our own namespaces (\`clawback\`), or extend an OpenTelemetry namespace that has no such name yet
(\`extension\`). Any name may stand under ${Object.keys(v.open)
    .map((p) => `\`${p}*\``)
    .join(', ')}.

In Sigma, \`logsource: {product: agent, category: <noun>}\` selects by the noun of the kind (\`file\` for \`file.write\`),
\`service\` by \`source.engine\`.

## Kinds

| kind | stages | what it says |
|---|---|---|
${kinds.join('\n')}

## Fields

| field | type | name from | what it says |
|---|---|---|---|
${fields.join('\n')}

## Older names accepted

| old | now |
|---|---|
${aliases.join('\n')}
`
}

const stale: string[] = []
for (const [path, make] of Object.entries(outputs)) {
  const url = new URL(path, root)
  const text = await format(make(vocabulary), { ...(await resolveConfig(url)), filepath: path })
  const found = readText(url)
  if (found === text) continue
  stale.push(path)
  if (!process.argv.includes('--check')) writeFileSync(url, text)
}
if (process.argv.includes('--check') && stale.length > 0) {
  console.error(`stale, run \`npm run vocabulary\`: ${stale.join(', ')}`)
  process.exitCode = 1
}

function readText(url: URL): string {
  try {
    return readFileSync(url, 'utf8')
  } catch {
    return ''
  }
}
