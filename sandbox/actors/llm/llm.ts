import type { Actor, ModelUse, ObservedFields, PlayContext, Played, Stdio } from '../../ports.js'
import { createExcerpt } from '../../watch/excerpt.js'
import { openShell, quote } from '../agent/shell.js'
import type { Shell } from '../agent/shell.js'
import type { ModelBlock, ModelReply, ModelRequest, ModelPrice } from './model.js'
import { createFence, system, tools } from './prompt.js'

const stepSeconds = 20
const resultChars = 16_000
const answerTokens = 2048

type ToolUse = Extract<ModelBlock, { type: 'tool_use' }>
type Message = ModelRequest['messages'][number]

/**
 * Lets a model follow a skill: its tools run in a shell of the cell, the model is asked through `context.ask`, outside.
 * The model sees planted values by their names; where it writes such a name, the value is put back. Ends when the model
 * has nothing more to do, or a budget (`budgetTokens`, `turns`) is used up.
 */
export const llmAgent: Actor = {
  async play(stdio: Stdio, context: PlayContext): Promise<Played> {
    const { ask } = context
    if (ask === undefined) throw new Error('an llm-agent needs a model')
    const settings = readSettings(context.options)
    const shell = openShell(stdio)
    const fence = createFence(settings.skill)
    const note = createNotes(context, settings.model)
    let messages: readonly Message[] = [
      { role: 'user', content: [{ type: 'text', text: `The skill:\n${fence.wrap(settings.skill)}` }] },
    ]
    let use: ModelUse = { name: settings.model, turns: 0, inputTokens: 0, outputTokens: 0, ended: 'turns' }
    let acted = 0
    context.phase('call')
    while (use.turns < settings.turns && !context.signal.aborted) {
      const request = { model: settings.model, maxTokens: answerTokens, system, tools, messages }
      // Dense text runs to about two characters per token: a request that could pass the budget is not sent.
      const spent = use.inputTokens + use.outputTokens
      if (spent + JSON.stringify(messages).length / 2 + answerTokens > settings.budgetTokens) {
        use = { ...use, ended: 'budget' }
        break
      }
      const asked = note.asked(request)
      const reply = await ask(request)
      const answered = note.answered(reply, asked)
      use = add(use, reply)
      const calls = reply.content.filter((block): block is ToolUse => block.type === 'tool_use')
      if (calls.length === 0) {
        use = { ...use, ended: 'done' }
        break
      }
      const results: ModelBlock[] = []
      for (const call of calls) {
        const { output, isError } = await perform(shell, call, context, note, answered)
        acted += 1
        results.push({
          type: 'tool_result',
          tool_use_id: call.id,
          content: fence.wrap(output),
          is_error: isError,
        })
      }
      messages = [
        ...messages,
        { role: 'assistant', content: reply.content },
        { role: 'user', content: results },
      ]
    }
    stdio.stdin.end()
    return { covered: acted > 0, model: priced(use, settings.price) }
  },
}

interface Settings {
  readonly skill: string
  readonly model: string
  readonly turns: number
  readonly budgetTokens: number
  readonly price: ModelPrice | undefined
}

function readSettings(options: PlayContext['options']): Settings {
  const text = (name: string): string => (typeof options[name] === 'string' ? options[name] : '')
  const count = (name: string, otherwise: number): number =>
    typeof options[name] === 'number' ? options[name] : otherwise
  return {
    skill: text('skill'),
    model: text('model'),
    turns: count('turns', 24),
    budgetTokens: count('budgetTokens', 100_000),
    price: options['price'] as ModelPrice | undefined,
  }
}

/** What it cost by the prices given. Providers change theirs, so that any we shipped would soon be wrong. */
function priced(use: ModelUse, price: ModelPrice | undefined): ModelUse {
  if (price === undefined) return use
  const micros = use.inputTokens * price.input + use.outputTokens * price.output
  return { ...use, costUsd: Math.round(micros) / 1e6 }
}

function add(use: ModelUse, reply: ModelReply): ModelUse {
  return {
    ...use,
    name: reply.model,
    turns: use.turns + 1,
    inputTokens: use.inputTokens + reply.inputTokens,
    outputTokens: use.outputTokens + reply.outputTokens,
  }
}

function commandOf({ name, input }: ToolUse): string | undefined {
  const word = (key: string): string => (typeof input[key] === 'string' ? input[key] : '')
  if (name === 'bash') return word('command')
  if (name === 'read') return `cat -- ${quote(word('path'))}`
  if (name === 'write') return `printf %s ${quote(word('content'))} > ${quote(word('path'))}`
  return undefined
}

async function perform(
  shell: Shell,
  call: ToolUse,
  { canaries }: PlayContext,
  note: Notes,
  because: string,
): Promise<{ readonly output: string; readonly isError: boolean }> {
  const named = commandOf(call)
  if (named === undefined) return { output: `there is no tool ${call.name}`, isError: true }
  const command = canaries.reduce((text, { id, value }) => text.replaceAll(`«canary:${id}»`, value), named)
  const step = note.begun(call, command, because)
  const { output, code } = await shell.run(command, '/skill', stepSeconds)
  const hidden = canaries.reduce((text, { id, value }) => text.replaceAll(value, `«canary:${id}»`), output)
  note.ended(call, code, hidden, step)
  return { output: hidden.slice(0, resultChars), isError: code !== 0 }
}

type Notes = ReturnType<typeof createNotes>

function createNotes(context: PlayContext, model: string) {
  const excerpt = createExcerpt(context.canaries)
  let notes = 0
  const note = (
    kind: 'llm.request' | 'llm.response' | 'agent.step',
    fields: ObservedFields,
    because?: string,
  ): string => {
    const ref = `llm:${notes++}`
    context.emit({
      kind,
      at: context.now(),
      engine: 'llm-agent',
      channel: 'protocol',
      trust: 2,
      fields,
      ref,
      ...(because === undefined ? {} : { because }),
    })
    return ref
  }
  return {
    asked: (request: ModelRequest) =>
      note('llm.request', {
        'gen_ai.provider.name': 'anthropic',
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': model,
        'agent.depth': 0,
        'text.content': excerpt.text(JSON.stringify(request.messages.at(-1)?.content ?? [])),
      }),
    answered: (reply: ModelReply, because: string) =>
      note(
        'llm.response',
        {
          'gen_ai.response.model': reply.model,
          'gen_ai.usage.input_tokens': reply.inputTokens,
          'gen_ai.usage.output_tokens': reply.outputTokens,
          'text.content': excerpt.text(JSON.stringify(reply.content)),
        },
        because,
      ),
    begun: (call: ToolUse, command: string, because: string) =>
      note(
        'agent.step',
        {
          'gen_ai.tool.name': call.name,
          'gen_ai.tool.call.id': call.id,
          'process.command_line': excerpt.text(command),
          'effect.outcome': 'attempted',
        },
        because,
      ),
    ended: (call: ToolUse, code: number | undefined, output: string, because: string) =>
      void note(
        'agent.step',
        {
          'gen_ai.tool.name': call.name,
          'gen_ai.tool.call.id': call.id,
          'gen_ai.tool.call.result': excerpt.text(output),
          'effect.outcome': code === 0 ? 'success' : 'failure',
          ...(code === undefined ? {} : { 'process.exit.code': code }),
        },
        because,
      ),
  }
}
