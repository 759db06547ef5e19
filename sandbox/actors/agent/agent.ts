import type { Actor, ObservedFields, PlayContext, Played, Stdio } from '../../ports.js'
import { createExcerpt } from '../../watch/excerpt.js'
import { lacksPackage } from '../../watch/imports.js'
import { commandsOfPage } from './page.js'
import { openShell, quote } from './shell.js'
import type { CommandResult, Shell } from './shell.js'
import type { AgentStep } from './step.js'
import { createTrials } from './trials.js'

const stepSeconds = 10
const browser =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36'

/**
 * Plays an agent that does what a skill says, step by step, without a thought: runs its commands, opens its links, runs
 * what a page tells it to. The steps come from the plan (`options.steps`); the sample is a shell in the cell. At the
 * first package that nobody has it breaks off (`options.untilBroken`): the run with stand-ins takes every step. What a
 * script would only do once more is passed over ({@link createTrials}) and reported as a gap.
 */
export const scriptedAgent: Actor = {
  async play(stdio: Stdio, context: PlayContext): Promise<Played> {
    const shell = openShell(stdio)
    const note = createNotes(context)
    const steps = readPlannedSteps(context.options['steps'])
    const breaksOff = context.options['untilBroken'] === true
    const trials = createTrials()
    let page: Page | undefined
    let done = 0
    let broken = false
    let looked = 0
    context.phase('call')
    for (const step of steps) {
      if (context.signal.aborted || broken) break
      looked += 1
      if (!trials.isWorth(step)) continue
      for (const command of commandsOf(step, page)) {
        const result = await issue(shell, step, command, note)
        done += 1
        trials.ended(step, result)
        broken ||= breaksOff && result.code !== 0 && lacksPackage(result.output)
        if (step.action === 'visit') page = { url: step.object, text: result.output }
        if (result.code === undefined) break
      }
    }
    if (trials.passed() > 0) note.passed(trials.passed())
    stdio.stdin.end()
    // Steps that come to nothing (a page that nobody opened) are no failure.
    return {
      covered: done > 0 || looked === steps.length,
      ...(broken ? { status: 'missing-dependency' } : {}),
    }
  },
}

interface Page {
  readonly url: string
  readonly text: string
}

function commandsOf(step: AgentStep, page: Page | undefined): readonly string[] {
  switch (step.action) {
    case 'run':
      return [step.object]
    case 'read':
      return [`cat ${quote(step.object)}`]
    case 'visit':
      return [`curl -fsSL -m 8 -A ${quote(browser)} -H 'Accept: text/html,*/*;q=0.8' ${quote(step.object)}`]
    case 'run-page':
      return page === undefined ? [] : commandsOfPage(page.text, page.url)
  }
}

async function issue(shell: Shell, step: AgentStep, command: string, note: Notes): Promise<CommandResult> {
  const ref = note.begun(step, command)
  const start = performance.now()
  const result = await shell.run(command, '/skill', stepSeconds)
  note.ended(step, result, performance.now() - start, ref)
  return result
}

interface Notes {
  begun(step: AgentStep, command: string): string
  ended(step: AgentStep, result: CommandResult, ms: number, because: string): void
  passed(count: number): void
}

const verbs = { run: 'run', visit: 'open', 'run-page': 'run', read: 'read' } as const
const objects = { run: 'command', visit: 'url', 'run-page': 'command', read: 'file' } as const

function createNotes(context: PlayContext): Notes {
  const excerpt = createExcerpt(context.canaries)
  let notes = 0

  const note = (fields: ObservedFields, because?: string): string => {
    const ref = `agent:${notes++}`
    context.emit({
      kind: 'agent.step',
      at: context.now(),
      engine: 'agent',
      channel: 'protocol',
      trust: 2,
      fields,
      ref,
      ...(because === undefined ? {} : { because }),
    })
    return ref
  }

  const about = (step: AgentStep): ObservedFields => ({
    'file.path': 'SKILL.md',
    'code.line.number': step.line,
    'text.directive.verb': verbs[step.action],
    'text.directive.object': objects[step.action],
  })

  return {
    passed(count) {
      const fields: ObservedFields = {
        'gap.reason': 'calls-alike',
        'gap.detail':
          'Scripts that had failed the same way again and again were not called with other options.',
        'gap.material': false,
        'gap.count': count,
      }
      context.emit({
        kind: 'run.gap',
        at: context.now(),
        engine: 'agent',
        channel: 'protocol',
        trust: 2,
        fields,
      })
    },
    begun: (step, command) =>
      note({
        ...about(step),
        'text.content': excerpt.text(step.text),
        'text.heading': excerpt.text(step.heading),
        'process.command_line': excerpt.text(command),
        ...(step.action === 'visit' ? { 'url.full': excerpt.text(step.object) } : {}),
        'effect.outcome': 'attempted',
      }),
    ended: (step, { output, size, code }, ms, because) =>
      void note(
        {
          ...about(step),
          'effect.outcome': code === 0 ? 'success' : 'failure',
          'effect.duration_ms': Math.round(ms),
          'gen_ai.tool.call.result': excerpt.text(output),
          'gen_ai.tool.call.result.size': size,
          ...(code === undefined ? {} : { 'process.exit.code': code }),
        },
        because,
      ),
  }
}

/** Steps as the plan wrote them; what is not of their shape is left out. */
function readPlannedSteps(value: unknown): readonly AgentStep[] {
  return (Array.isArray(value) ? (value as readonly Partial<AgentStep>[]) : []).flatMap((step) =>
    typeof step.object === 'string' && step.action !== undefined && Object.hasOwn(verbs, step.action)
      ? [
          {
            action: step.action,
            object: step.object,
            line: step.line ?? 1,
            text: step.text ?? '',
            heading: step.heading ?? '',
            ...(typeof step.script === 'string' ? { script: step.script } : {}),
          },
        ]
      : [],
  )
}
