import { canonicalJson, sha256 } from '@clawback/model'

import type { Judge, Judgement, JudgeRequest } from './judge.js'
import { promptVersion } from './prompt.js'

/** Answers kept by what was asked: request and prompt version. */
export type Recordings = Readonly<Record<string, Judgement>>

/** Key under which a judgement is kept. */
export function recordingKey(request: JudgeRequest): string {
  return sha256(canonicalJson({ request, promptVersion }))
}

/** A judge that only repeats what it once said; anything else is unknown. Needs no network. */
export function createRecordedJudge(recordings: Recordings): Judge {
  return {
    judge(request) {
      const key = recordingKey(request)
      const known = Object.hasOwn(recordings, key) ? recordings[key] : undefined
      const missing: Judgement = {
        outcome: 'unknown',
        why: 'not-recorded',
        detail: 'no answer to this request was recorded',
        usage: { input: 0, output: 0 },
      }
      return Promise.resolve(known ?? missing)
    },
  }
}

/** Keeps what another judge answers, for {@link createRecordedJudge}; asks it once per distinct request. */
export function recordJudge(
  judge: Judge,
  kept: Map<string, Judgement> = new Map(),
): Judge & { recordings(): Recordings } {
  return {
    async judge(request) {
      const key = recordingKey(request)
      const answer = kept.get(key) ?? (await judge.judge(request))
      kept.set(key, answer)
      return answer
    },
    recordings: () => Object.fromEntries(kept),
  }
}
