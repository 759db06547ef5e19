import type { OpenArtifact } from '@clawback/model'
import type { Examination } from './examination.js'
import { judge } from './judge.js'
import type { JudgeOptions } from './judge.js'
import type { Knowledge } from './knowledge.js'
import { observe } from './observe.js'
import type { ObserveOptions } from './observe.js'

export interface ExamineOptions extends ObserveOptions, JudgeOptions {
  readonly knowledge: Knowledge
}

/**
 * The walk of one artifact: read it, run it, match the rules over all of its records as one closed group, build the
 * profile, and let the policies of the packs speak.
 */
export async function examine(open: OpenArtifact, options: ExamineOptions): Promise<Examination> {
  return judge(await observe(open, options.knowledge.probes, options), options.knowledge, options)
}
