import { describe, expect, it } from 'vitest'
import { buildFilter } from './filter.js'
import { absent, callNumber, forbidden, machines, numbers } from './syscalls.js'

const allow = 0x7fff0000
const kill = 0x80000000
const trap = 0x00030000

/** A small interpreter of classic BPF, so that the filter's answers are tested and not its shape. */
function judge(filter: Buffer, audit: number, call: number, args: readonly bigint[] = []): number {
  const data = Buffer.alloc(64)
  data.writeUInt32LE(call >>> 0, 0)
  data.writeUInt32LE(audit >>> 0, 4)
  args.forEach((arg, index) => data.writeBigUInt64LE(arg, 16 + 8 * index))
  let accumulator = 0
  for (let at = 0; at < filter.length / 8; at++) {
    const code = filter.readUInt16LE(at * 8)
    const operand = filter.readUInt32LE(at * 8 + 4)
    const jump = (truth: boolean): void => {
      at += filter.readUInt8(at * 8 + (truth ? 2 : 3))
    }
    if (code === 0x20) accumulator = data.readUInt32LE(operand)
    else if (code === 0x54) accumulator = (accumulator & operand) >>> 0
    else if (code === 0x15) jump(accumulator === operand)
    else if (code === 0x35) jump(accumulator >= operand)
    else if (code === 0x45) jump((accumulator & operand) !== 0)
    else if (code === 0x06) return operand
    else throw new Error(`instruction ${code}`)
  }
  throw new Error('fell off the end')
}

describe.each(Object.entries(machines))('the kernel filter on %s', (arch, machine) => {
  const filter = buildFilter('trap', arch)
  const number = (name: string): number => callNumber(name, machine) ?? -1

  it('traps every forbidden call and allows the ordinary ones', () => {
    for (const name of forbidden)
      if (number(name) >= 0) expect(judge(filter, machine.audit, number(name)), name).toBe(trap)
    for (const call of [0, 1, 2, 3, 59, 60, 231, 257]) {
      const isFiltered = Object.values(numbers).some((pair) => pair[machine.column] === call)
      if (!isFiltered) expect(judge(filter, machine.audit, call), String(call)).toBe(allow)
    }
  })

  it('refuses with EPERM in the mode that traces every call', () => {
    expect(judge(buildFilter('refuse', arch), machine.audit, number('mount'))).toBe(0x00050001)
  })

  it('says that io_uring and clone3 do not exist', () => {
    for (const name of absent) expect(judge(filter, machine.audit, number(name)), name).toBe(0x00050026)
  })

  it('kills another machine, and the second call table where there is one', () => {
    expect(judge(filter, 0x40000003, 1)).toBe(kill)
    if (machine.x32) expect(judge(filter, machine.audit, 0x40000000 + 1)).toBe(kill)
    expect(judge(filter, machine.audit, 0xffffffff)).toBe(allow)
  })

  it('looks into the arguments of clone, socket and ioctl', () => {
    const thread = 0x3d0f00n
    expect(judge(filter, machine.audit, number('clone'), [thread])).toBe(allow)
    expect(judge(filter, machine.audit, number('clone'), [0x10000011n])).toBe(trap)
    for (const family of [1n, 2n, 10n, 16n])
      expect(judge(filter, machine.audit, number('socket'), [family])).toBe(allow)
    for (const family of [17n, 38n, 40n, 31n])
      expect(judge(filter, machine.audit, number('socket'), [family])).toBe(trap)
    expect(judge(filter, machine.audit, number('ioctl'), [0n, 0x5401n])).toBe(allow)
    for (const request of [0x5412n, 0x541cn, 0x1_0000_5412n])
      expect(judge(filter, machine.audit, number('ioctl'), [0n, request])).toBe(trap)
  })
})

it('has no cell on a machine without a call table', () => {
  expect(() => buildFilter('trap', 'mips')).toThrow(expect.objectContaining({ code: 'SANDBOX_UNAVAILABLE' }))
})
