import type { Fact, OpenArtifact } from '@clawback/model'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ReadContext } from '../context.js'
import { installedHooks } from './installed.js'
import { parseData } from './parse.js'
import { markdownFacts, structuredFacts, textFacts } from './readers.js'
import { manifestKind } from './recognise.js'
import type { ManifestKind } from './recognise.js'
import { isToolList, toolFacts } from './tool-facts.js'

/** Bytes of one manifest that are read. */
const fileBytes = 2 * 1024 * 1024

/**
 * Facts of every manifest in an artifact: fields, claims, dependencies, install hooks, configured servers and tools
 * described offline (`manifest.field`, `manifest.claim`, `dependency.declare`, `dependency.hook`, `tool.describe`), and
 * a `read.gap` for each that could not be read. Implements `ReadFacts`.
 */
export async function* readManifests(open: OpenArtifact, context: ReadContext): AsyncGenerator<Fact> {
  const own = context.as('manifests', '1')
  for (const file of open.artifact.files) {
    const kind = manifestKind(file.path)
    if (kind === undefined) {
      if (isLone(open, file.path) && file.size <= fileBytes) yield* readLone(open, file.path, own)
      continue
    }
    if (own.budget.spent()) yield own.gap('budget', file.path, 'the time allowed was used up', true)
    else if (file.size > fileBytes)
      yield own.gap('too-large', file.path, `${file.size} bytes`, kind.type !== 'script')
    else yield* readOne(open, file.path, kind, own)
  }
  yield* installedHooks(open, own)
}

/** A file that was given alone may be a list of tools under any name; what it says shows whether it is one. */
function isLone({ artifact }: OpenArtifact, path: string): boolean {
  return artifact.files.length === 1 && /\.json$/i.test(path)
}

async function* readLone(open: OpenArtifact, path: string, context: ReadContext): AsyncGenerator<Fact> {
  const { data } = await parseData(readFileSync(join(open.root, path)), 'json')
  if (data === undefined || !isToolList(data)) return
  yield* toolFacts({ context, path, type: 'tools', files: [path], published: false }, data)
}

async function* readOne(
  open: OpenArtifact,
  path: string,
  kind: ManifestKind,
  context: ReadContext,
): AsyncGenerator<Fact> {
  const bytes = readFileSync(join(open.root, path))
  const facts = {
    context,
    path,
    type: kind.type,
    files: open.artifact.files.map((file) => file.path),
    published: open.artifact.origin.type === 'npm',
  }
  if (kind.format === 'frontmatter') yield* markdownFacts(facts, bytes)
  else if (kind.format === 'lines' || kind.format === 'script' || kind.format === 'setup')
    yield* textFacts(facts, bytes, kind.format)
  else {
    const { data, problem } = await parseData(bytes, kind.format)
    if (data !== undefined) yield* structuredFacts(facts, data)
    else yield context.gap(problem.reason, path, problem.detail, true)
  }
}
