/** A question a pack wants answered about an artifact; closed: yes, no, or not known. */
export interface JudgeQuestion {
  readonly id: string
  readonly pack: string
  readonly tags: readonly string[]
  readonly text: string
}

/** A stretch of the sample shown to the judge. `where` is `path:line`. */
export interface JudgeExcerpt {
  readonly where: string
  readonly text: string
}

export interface JudgeRequest {
  /** Id of the artifact. */
  readonly artifact: string
  readonly questions: readonly JudgeQuestion[]
  readonly excerpts: readonly JudgeExcerpt[]
}

export interface JudgeAnswer {
  /** Id of the question. */
  readonly question: string
  readonly answer: 'yes' | 'no' | 'unknown'
  /** One sentence, redacted. */
  readonly reason: string
  /** Places of excerpts it rests on. */
  readonly where: readonly string[]
}

/** What a judge says. `unknown` names why there is no answer: it is never "nothing found". */
export type Judgement =
  | {
      readonly outcome: 'answered'
      readonly answers: readonly JudgeAnswer[]
      readonly model: string
      readonly usage: TokenUsage
    }
  | {
      readonly outcome: 'unknown'
      readonly why: 'refused' | 'malformed' | 'cut-short' | 'over-budget' | 'not-recorded'
      readonly detail: string
      readonly usage: TokenUsage
    }

export interface TokenUsage {
  readonly input: number
  readonly output: number
}

/**
 * Port: someone who reads what machines cannot. A judge observes and gives reasons; what that is worth, packs decide.
 * Throws JUDGE_FAILED when it cannot be reached.
 */
export interface Judge {
  judge(request: JudgeRequest): Promise<Judgement>
}
