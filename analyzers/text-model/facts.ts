import type { Fact, Probe, TextModelProbe } from '@clawback/model'
import { sha256 } from '@clawback/model'

import type { ReadContext } from '../context.js'
import { probeFields } from '../probe-fields.js'
import type { OpenModel } from './open.js'
import { openTextModel } from './open.js'
import { scoreText } from './score.js'

/** The models of packs, ready for many artifacts. */
export interface TextModels {
  /** One `text.match` per model: the score of the document's highest window, where it is, and what made it. */
  facts(path: string, text: string, context: ReadContext): readonly Fact[]
  /** Models that could not be opened, as `read.gap`. */
  gaps(context: ReadContext): readonly Fact[]
}

interface Ready {
  readonly probe: TextModelProbe
  readonly model: OpenModel
  readonly digest: string
}

/** Opens the models among the probes. One that is malformed is a gap, and never "nothing found". */
export function openTextModels(probes: readonly Probe[]): TextModels {
  const ready: Ready[] = []
  const broken: { readonly probe: TextModelProbe; readonly detail: string }[] = []
  for (const probe of probes) {
    if (probe.kind !== 'text-model') continue
    try {
      const model = openTextModel(probe.model)
      ready.push({ probe, model, digest: sha256(new Uint8Array(model.weights.buffer)) })
    } catch (problem) {
      broken.push({ probe, detail: problem instanceof Error ? problem.message : String(problem) })
    }
  }
  return {
    facts: (path, text, context) => ready.flatMap((one) => scoreFacts(path, text, one, context)),
    gaps: (context) =>
      broken.map(({ probe, detail }) =>
        context.gap('probe-failed', undefined, `text model ${probe.id} of ${probe.pack}: ${detail}`, false),
      ),
  }
}

function scoreFacts(
  path: string,
  text: string,
  { probe, model, digest }: Ready,
  context: ReadContext,
): Fact[] {
  const scored = scoreText(text, model)
  if (scored === undefined) return []
  const line = 1 + newlines(text.slice(0, scored.from))
  return [
    context.buildFact('text.match', {
      'file.path': path,
      'text.role': 'document',
      'text.content': text.slice(scored.from, scored.to),
      'text.model.digest': digest,
      'text.model.score': scored.score,
      'text.model.ngrams': scored.ngrams,
      'code.line.number': line,
      'code.line.end': line + newlines(text.slice(scored.from, scored.to)),
      ...probeFields(probe),
    }),
  ]
}

function newlines(text: string): number {
  return text.split('\n').length - 1
}
