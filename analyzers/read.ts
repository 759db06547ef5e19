import type { Clock, Coverage, Fact, OpenArtifact, Probe } from '@clawback/model'

import type { CodeSource } from './code/read.js'
import { createReadContext } from './context.js'
import { openBytesPass } from './reading/bytes-pass.js'
import { readCommands } from './reading/command-pass.js'
import { readAllCode } from './reading/code-pass.js'
import { createOutcomes } from './reading/coverage.js'
import type { Engines } from './reading/engines.js'
import { sharedEngines } from './reading/engines.js'
import { loadFiles } from './reading/load.js'
import { openMentions } from './reading/mentions.js'
import { collectNamed } from './reading/named.js'
import { linkFact, presentFact } from './reading/present.js'
import { readAllManifests } from './reading/manifest-pass.js'
import { openTextPass } from './reading/text-pass.js'
import type { ReadingEngine, Walk } from './reading/walk.js'
import { engineNames, ownVersion } from './reading/walk.js'

export interface ReadOptions {
  /** Probes of the packs in force. Pass the same array again: what is compiled from it is kept. */
  readonly probes: readonly Probe[]
  readonly clock: Clock
  /** Milliseconds for the whole artifact; what is left over then is a gap. Default one minute. */
  readonly budgetMs?: number
  /** Engines to use; all when absent. */
  readonly only?: readonly ReadingEngine[]
  /** RFC 3339 UTC time of intake; the clock's now when absent. */
  readonly time?: string
  readonly engines?: Engines
}

/** All that reading one artifact gave. Facts stand in a stable order: equal bytes give equal facts. */
export interface Reading {
  readonly facts: readonly Fact[]
  readonly coverage: Coverage
  /** Engine -> version. */
  readonly versions: Readonly<Record<string, string>>
}

/**
 * Reads an artifact: which files are there, each by its bytes and as text, then its manifests, then all code together. A file that
 * cannot be read, is too large, or makes an engine fail is a `read.gap` and blinds nothing else. Nothing is executed and
 * nothing is fetched.
 */
export async function read(open: OpenArtifact, options: ReadOptions): Promise<Reading> {
  const walk = openWalk(open, options)
  const { context, outcomes } = walk
  const [bytes, text] = [await openBytesPass(walk), await openTextPass(walk)]
  const code: CodeSource[] = []
  const named = collectNamed(open.artifact.links)
  const mentions = openMentions()
  const facts: Fact[] = open.artifact.links.map((link) => linkFact(link, context))
  for (const { reason, path, detail, material } of open.artifact.gaps)
    facts.push(context.gap(reason, path, detail, material))

  for (const loaded of loadFiles(walk)) {
    facts.push(presentFact(loaded.file, context))
    if (loaded.problem !== undefined)
      facts.push(context.gap('unreadable', loaded.file.path, loaded.problem, true))
    else if (context.budget.spent())
      facts.push(context.gap('budget', loaded.file.path, 'The time for this artifact was used up.', true))
    else {
      append(facts, bytes(loaded))
      append(facts, text.read(loaded, code))
      if (loaded.reader.as === 'code' && loaded.text !== undefined)
        code.push({ path: loaded.file.path, language: loaded.reader.language, text: loaded.text })
      append(facts, await readCommands(loaded, code, walk))
      named.take(loaded)
      if (loaded.text !== undefined) mentions.take(loaded.text)
    }
  }
  for (const { file, language } of named.started())
    code.push({ path: file.file.path, language, text: file.text ?? '' })
  for (const file of named.mentioned()) append(facts, text.readNamed(file, code))
  append(facts, await readAllManifests(walk, code))
  append(facts, await readAllCode(code, { data: named.texts(), mentions }, walk))
  append(facts, text.readTools(facts))
  append(facts, text.unsaid(facts))
  append(facts, text.gaps())

  outcomes.used('files', ownVersion)
  return { facts, coverage: outcomes.coverage(open.artifact, facts), versions: outcomes.versions() }
}

/** Without spreading: a large file gives more facts than a call may have arguments. */
function append(to: Fact[], from: readonly Fact[]): void {
  for (const fact of from) to.push(fact)
}

function openWalk(open: OpenArtifact, options: ReadOptions): Walk {
  const wanted = options.only ?? engineNames
  return {
    open,
    wanted: new Set(wanted),
    probes: options.probes,
    engines: options.engines ?? sharedEngines,
    outcomes: createOutcomes(wanted),
    context: createReadContext(open, {
      engine: 'files',
      version: ownVersion,
      clock: options.clock,
      budgetMs: options.budgetMs ?? 60_000,
      ...(options.time === undefined ? {} : { time: options.time }),
    }),
  }
}
