import type { CallExpr } from '../ir.js'
import type { CallInput, Taint } from '../nouns.js'
import type { SpecHit } from '../specs.js'
import type { Frame, Machine } from './machine.js'
import { where } from './machine.js'

/** Words of one command, as a shell parts them where nothing is put in. */
const word = /"((?:[^"\\]|\\.)*)"|'([^']*)'|((?:[^\s"'\\]|\\.)+)/g
const most = { commands: 64, words: 64, units: 8_000 }

/** What a line for a shell prints is what the call gives. */
export function printed(
  machine: Machine,
  name: string | undefined,
  input: CallInput,
  expr: CallExpr,
  frame: Frame,
): readonly Taint[] | undefined {
  const code = name === undefined ? undefined : frame.unit.semantics.embedded(name, input)
  if (name === undefined || code?.language !== 'bash') return undefined
  const steps = { where: where(frame.unit, expr), before: undefined, count: 1 }
  const source = `${name}(${code.text})`.slice(0, 160)
  return printedBy(machine, code.text, frame).map(({ spec, tag, itself }) => ({
    spec,
    tag,
    source,
    steps,
    itself,
  }))
}

/**
 * What a line for a shell prints, when somebody else runs it and takes its output: the sources that packs know of the
 * commands in it, for the specifications of the language that runs it. Packs name them once, for the shell.
 */
function printedBy(machine: Machine, line: string, { unit }: Frame): readonly SpecHit[] {
  return line
    .slice(0, most.units)
    .replace(/(?<=^|\s)#[^\n]*/g, '')
    .split(/&&|\|\||;|\n/, most.commands)
    .map((pipe) => pipe.split('|', most.commands).map(wordsOf))
    .filter(([, ...through]) => !through.some(([name = '']) => isCleaner(machine, name)))
    .flatMap((commands) =>
      commands.flatMap(([name = '', ...args]) => machine.specs.sources('bash', name, args)),
    )
    .flatMap((hit) => {
      const spec = machine.specs.twin(hit.spec, unit.semantics.family)
      return spec === undefined ? [] : [{ ...hit, spec }]
    })
}

/** The name of a program without its folder, and what it is given; variables that are set before it are left out. */
function wordsOf(command: string): readonly string[] {
  const words = Array.from(
    command.matchAll(word),
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  )
  const [first = '', ...args] = words.slice(0, most.words).filter((one) => !/^\w+=/.test(one))
  return [first.slice(first.lastIndexOf('/') + 1), ...args]
}

function isCleaner(machine: Machine, name: string): boolean {
  return machine.specs.sanitizers('bash', name).length > 0
}
