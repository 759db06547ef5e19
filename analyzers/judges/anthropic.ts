import { randomBytes } from 'node:crypto'

import { ClawbackError } from '@clawback/model'

import { checkAnswers } from './answers.js'
import type { Judge, Judgement, JudgeRequest, TokenUsage } from './judge.js'
import { answerSchema, toolName, writePrompt } from './prompt.js'

export interface AnthropicJudgeOptions {
  readonly model: string
  /** The SDK's own environment variables when absent. */
  readonly apiKey?: string
  readonly baseURL?: string
  /** Tokens all requests of this judge together may cost; a request that could pass it is not sent. */
  readonly budget: TokenUsage
  /** Most tokens of one answer. */
  readonly maxTokens?: number
  readonly maxRetries?: number
  /** Milliseconds for one attempt. */
  readonly timeoutMs?: number
}

const defaults = { maxTokens: 2048, maxRetries: 3, timeoutMs: 60_000 }
const none: TokenUsage = { input: 0, output: 0 }

/**
 * A judge behind the Messages API (https://docs.anthropic.com/en/api/messages), asked by forced tool use so that
 * nothing in prose counts. The SDK loads on the first request and retries what is worth retrying.
 */
export function createAnthropicJudge(options: AnthropicJudgeOptions): Judge {
  const { maxTokens, maxRetries, timeoutMs } = { ...defaults, ...options }
  let left = options.budget
  const client = lazily(async () => {
    const { Anthropic } = await import('@anthropic-ai/sdk')
    return new Anthropic({
      maxRetries,
      timeout: timeoutMs,
      ...(options.apiKey === undefined ? {} : { apiKey: options.apiKey }),
      ...(options.baseURL === undefined ? {} : { baseURL: options.baseURL }),
    })
  })

  return {
    async judge(request) {
      const prompt = writePrompt(request, randomBytes(9).toString('hex'))
      const schema = answerSchema(request)
      const estimate = estimateTokens(prompt.system + prompt.user + JSON.stringify(schema))
      if (estimate > left.input || maxTokens > left.output)
        return unknown(
          'over-budget',
          `about ${estimate} tokens in and up to ${maxTokens} out, ${left.input} and ${left.output} left`,
          none,
        )
      // Reserved before the request starts, so that requests side by side cannot pass the cap together.
      left = { input: left.input - estimate, output: left.output - maxTokens }
      const message = await (
        await client()
      ).messages
        .create({
          model: options.model,
          max_tokens: maxTokens,
          system: prompt.system,
          messages: [{ role: 'user', content: prompt.user }],
          tools: [{ name: toolName, description: 'Records the answers.', input_schema: { ...schema } }],
          tool_choice: { type: 'tool', name: toolName, disable_parallel_tool_use: true },
        })
        .catch((cause: unknown) => {
          throw new ClawbackError('JUDGE_FAILED', { detail: shortly(cause) }, cause)
        })
      const usage = { input: message.usage.input_tokens, output: message.usage.output_tokens }
      left = { input: left.input + estimate - usage.input, output: left.output + maxTokens - usage.output }
      return understand(message, request, usage)
    },
  }
}

/** The parts of an answer that count; a stand-in for the SDK's type, since its word is not taken for them. */
interface Answered {
  readonly model: string
  readonly stop_reason: string | null
  readonly content: readonly { readonly type: string; readonly name?: string; readonly input?: unknown }[]
}

function understand(message: Answered, request: JudgeRequest, usage: TokenUsage): Judgement {
  if (message.stop_reason === 'refusal') return unknown('refused', 'the model declined', usage)
  if (message.stop_reason === 'max_tokens') return unknown('cut-short', 'the answer passed its length', usage)
  const calls = message.content.filter((block) => block.type === 'tool_use' && block.name === toolName)
  const answers = calls.length === 1 ? checkAnswers(calls[0]?.input, request) : undefined
  if (answers === undefined) return unknown('malformed', 'the answer is not of the form asked for', usage)
  return { outcome: 'answered', answers, model: message.model, usage }
}

function unknown(
  why: Extract<Judgement, { outcome: 'unknown' }>['why'],
  detail: string,
  usage: TokenUsage,
): Judgement {
  return { outcome: 'unknown', why, detail, usage }
}

/** An upper estimate: dense text runs to about two characters per token. */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / 2) + 500
}

function lazily<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined
  return () => (made ??= make())
}

function shortly(cause: unknown): string {
  const text = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)
  return text.slice(0, 200)
}
