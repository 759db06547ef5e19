import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instructionsOf } from './instructions.js'
import { createProcessTable } from './processes.js'
import type { Process } from './processes.js'

function started(args: readonly string[]): Process {
  return createProcessTable().start(1, `/usr/bin/${args[0] ?? ''}`, args, '/tmp')
}

describe('where a program takes its instructions from', () => {
  it.each<readonly [string, readonly string[], readonly string[], boolean]>([
    ['sh f', ['/tmp/f'], [], false],
    ['bash -x -o pipefail ./f a', ['/tmp/f'], [], false],
    ['python3.11 -W ignore -u /opt/x.py', ['/opt/x.py'], [], false],
    ['node --require ./hook.js main.js', ['/tmp/hook.js', '/tmp/main.js'], [], false],
    ['bash -lc text arg', [], ['text'], false],
    ['perl -ne text', [], ['text'], false],
    ['python3 -m http.server', [], [], false],
    ['sh', [], [], true],
    ['sh -s -- -y', [], [], true],
    ['python3 -', [], [], true],
    ['bash /dev/stdin', [], [], true],
    ['bash /dev/fd/63', [], [], true],
    ['cat f', [], [], false],
  ])('is read from the arguments: %s', (line, files, texts, fromInput) => {
    const args = line.split(' ')
    expect(instructionsOf(started(args), new Map())).toEqual({
      files: [`/usr/bin/${args[0] ?? ''}`, ...files],
      texts,
      fromInput,
    })
  })

  it('names the pipe on the descriptor that is read, and who made it', () => {
    const process = started(['bash', '/dev/fd/63'])
    process.pipes.set(0, 'pipe:[1]').set(1, 'pipe:[2]').set(63, 'pipe:[3]')
    expect(instructionsOf(process, new Map([['pipe:[3]', 7]]))).toMatchObject({
      input: { pipe: 'pipe:[3]', maker: 7 },
      output: 'pipe:[2]',
    })
  })

  it('takes any arguments', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('-c', '-s', '-', '-r', '-o'))), (rest) => {
        const found = instructionsOf(started(['sh', ...rest]), new Map())
        expect([...found.files, ...found.texts].every((one) => typeof one === 'string')).toBe(true)
      }),
    )
  })
})
