import { ClawbackError } from '@clawback/model'
import { absent, callNumber, forbidden, machines } from './syscalls.js'
import type { Machine } from './syscalls.js'

/**
 * What a forbidden call meets. `trap`: SIGSYS, which the tracer sees even when it only stops at calls it asked for;
 * it ends a sample that does not handle it. `refuse`: EPERM, which the tracer sees only when it stops at every call.
 */
export type FilterMode = 'trap' | 'refuse'

const allow = 0x7fff0000
const killProcess = 0x80000000
const trap = 0x00030000
const errno = (number: number): number => 0x00050000 | number
const EPERM = 1
const ENOSYS = 38

const loadWord = 0x20
const jumpEqual = 0x15
const jumpGreaterEqual = 0x35
const jumpAnySet = 0x45
const giveBack = 0x06

/** Offsets in struct seccomp_data; arguments are two little-endian words. */
const offsetOfCall = 0
const offsetOfMachine = 4
const offsetOfArgument = (index: number): number => 16 + 8 * index

/** Every CLONE_NEW* flag that clone(2) takes. */
const newNamespaces = 0x00020000 | 0x02000000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000
const socketFamilies = { unix: 1, inet: 2, inet6: 10, netlink: 16 }
const terminalInjection = [0x5412 /* TIOCSTI */, 0x541c /* TIOCLINUX */]

type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, operand: number]

/**
 * The kernel filter of a cell as classic BPF (struct sock_filter[], seccomp(2)): other machines and call tables are
 * killed, forbidden calls meet `mode`, absent ones ENOSYS, new namespaces, other socket families and terminal
 * injection are forbidden by argument. Throws SANDBOX_UNAVAILABLE on a machine without a call table.
 */
export function buildFilter(mode: FilterMode, arch: string = process.arch): Buffer {
  const machine = machines[arch]
  if (machine === undefined)
    throw new ClawbackError('SANDBOX_UNAVAILABLE', {
      detail: `there is no kernel filter for ${arch}`,
      mend: 'Use an x64 or arm64 machine.',
    })
  const denied = mode === 'trap' ? trap : errno(EPERM)
  return encode([
    ...onlyThisMachine(machine),
    ...forbidden.flatMap((name) => onCall(machine, name, denied)),
    ...absent.flatMap((name) => onCall(machine, name, errno(ENOSYS))),
    ...block(machine, 'clone', [
      [loadWord, 0, 0, offsetOfArgument(0)],
      [jumpAnySet, 0, 1, newNamespaces],
      [giveBack, 0, 0, denied],
      [giveBack, 0, 0, allow],
    ]),
    ...block(machine, 'socket', allowFamilies(denied)),
    ...block(machine, 'ioctl', [
      [loadWord, 0, 0, offsetOfArgument(1)],
      ...terminalInjection.flatMap((request): Instruction[] => [
        [jumpEqual, 0, 1, request],
        [giveBack, 0, 0, denied],
      ]),
      [giveBack, 0, 0, allow],
    ]),
    [giveBack, 0, 0, allow],
  ])
}

function onlyThisMachine(machine: Machine): Instruction[] {
  const shutX32: Instruction[] = [
    [jumpGreaterEqual, 0, 1, 0x40000000],
    [giveBack, 0, 0, killProcess],
  ]
  return [
    [loadWord, 0, 0, offsetOfMachine],
    [jumpEqual, 1, 0, machine.audit],
    [giveBack, 0, 0, killProcess],
    [loadWord, 0, 0, offsetOfCall],
    // The number of a call that the tracer has answered itself: there is nothing left to judge.
    [jumpEqual, 0, 1, 0xffffffff],
    [giveBack, 0, 0, allow],
    ...(machine.x32 ? shutX32 : []),
  ]
}

function onCall(machine: Machine, name: string, action: number): Instruction[] {
  const number = callNumber(name, machine)
  return number === undefined
    ? []
    : [
        [jumpEqual, 0, 1, number],
        [giveBack, 0, 0, action],
      ]
}

/** Instructions that are entered for one call only; they end in a return. */
function block(machine: Machine, name: string, body: readonly Instruction[]): Instruction[] {
  const number = callNumber(name, machine)
  return number === undefined ? [] : [[jumpEqual, 0, body.length, number], ...body]
}

function allowFamilies(denied: number): Instruction[] {
  const families = Object.values(socketFamilies)
  return [
    [loadWord, 0, 0, offsetOfArgument(0)],
    ...families.map((family, index): Instruction => [jumpEqual, families.length - index, 0, family]),
    [giveBack, 0, 0, denied],
    [giveBack, 0, 0, allow],
  ]
}

function encode(program: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * 8)
  program.forEach(([code, ifTrue, ifFalse, operand], index) => {
    bytes.writeUInt16LE(code, index * 8)
    bytes.writeUInt8(ifTrue, index * 8 + 2)
    bytes.writeUInt8(ifFalse, index * 8 + 3)
    bytes.writeUInt32LE(operand >>> 0, index * 8 + 4)
  })
  return bytes
}
