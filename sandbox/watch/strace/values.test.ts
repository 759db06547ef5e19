import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readLine } from './line.js'
import {
  readBytes,
  readDescriptor,
  readList,
  readResult,
  readSocketAddress,
  readText,
  splitArguments,
} from './values.js'

const hex = (text: string): string =>
  `"${[...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}"`

describe('a line of the kernel trace', () => {
  it('is a call with its result', () => {
    expect(readLine('20    1795393704.356561 close(3) = 0')).toEqual({
      type: 'call',
      tid: 20,
      at: 1795393704356.561,
      name: 'close',
      args: '3',
      result: '0',
    })
  })
  it('keeps the whole argument list when it holds brackets and an error in words', () => {
    const line = readLine(
      '9 1.000001 connect(4<TCP:[46798]>, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("\\x31")}, 16) = -1 ECONNREFUSED (Connection refused)',
    )
    expect(line).toMatchObject({ name: 'connect', result: '-1 ECONNREFUSED (Connection refused)' })
  })
  it('is a start, an end, a signal, an exit', () => {
    expect(readLine('1 1.000000 vfork( <unfinished ...>')).toMatchObject({ type: 'entered', name: 'vfork' })
    expect(readLine('1 1.000000 <... vfork resumed>) = 8')).toMatchObject({ type: 'resumed', rest: ') = 8' })
    expect(readLine('1 1.000000 --- SIGSYS {si_signo=SIGSYS} ---')).toMatchObject({ signal: 'SIGSYS' })
    expect(readLine('1 1.000000 +++ exited with 3 +++')).toMatchObject({ type: 'exited', code: 3 })
    expect(readLine('1 1.000000 +++ killed by SIGSEGV (core dumped) +++')).toMatchObject({ type: 'killed' })
  })
  it('is nothing when it is anything else', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const line = readLine(text)
        expect(line === undefined || typeof line.tid === 'number').toBe(true)
      }),
    )
  })
})

describe('the values of a call', () => {
  it('gives back any bytes that were named, and never more arguments than there are', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 }), (items) => {
        const texts = items.map((item) => hex(Buffer.from(item).toString('latin1')))
        expect(splitArguments(texts.join(', '))).toEqual(texts)
        for (const item of items) {
          const text = `"${[...item].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}"`
          expect(readBytes(text)?.bytes.equals(Buffer.from(item))).toBe(true)
        }
      }),
    )
  })
  it('splits at top-level commas only', () => {
    expect(splitArguments('3<TCP:[1.2.3.4:5->6.7.8.9:10]>, {a=1, b=[2, 3]}, f(1, 2)')).toEqual([
      '3<TCP:[1.2.3.4:5->6.7.8.9:10]>',
      '{a=1, b=[2, 3]}',
      'f(1, 2)',
    ])
    expect(splitArguments('')).toEqual([])
  })
  it('reads texts, cut texts and lists', () => {
    expect(readText(hex('/tmp/ü'))).toBe('/tmp/ü')
    expect(readBytes(`${hex('abc')}...`)).toMatchObject({ cut: true })
    expect(readList(`[${hex('sh')}, ${hex('-c')}, ...]`)).toEqual(['sh', '-c'])
  })
  it('reads descriptors', () => {
    expect(readDescriptor(`AT_FDCWD<${hex('/home/dana').slice(1, -1)}>`)).toMatchObject({
      path: '/home/dana',
    })
    expect(readDescriptor(`0<${hex('/dev/null').slice(1, -1)}<char 1:3>>`)).toMatchObject({
      number: 0,
      path: '/dev/null',
    })
    expect(readDescriptor('4<TCP:[46798]>')?.socket).toEqual({ protocol: 'TCP', inode: 46798 })
    expect(readDescriptor('4<TCPv6:[[::1]:4->[::1]:5]>')?.socket).toMatchObject({ local: '[::1]:4' })
    expect(readDescriptor(`5<${hex('/memfd:x').slice(1, -1)}>(deleted)`)).toMatchObject({ deleted: true })
    expect(readDescriptor('7')).toEqual({ number: 7 })
    expect(readDescriptor('O_RDONLY')).toBeUndefined()
  })
  it('reads addresses', () => {
    const inet = `{sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr(${hex('1.2.3.4')})}`
    expect(readSocketAddress(inet)).toEqual({ family: 'inet', address: '1.2.3.4', port: 443 })
    const inet6 = `{sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, ${hex('::ffff:9.9.9.9')}, &sin6_addr), sin6_scope_id=0}`
    expect(readSocketAddress(inet6)).toEqual({ family: 'inet6', address: '9.9.9.9', port: 80 })
    expect(readSocketAddress(`{sa_family=AF_UNIX, sun_path=@${hex('/x')}}`)).toEqual({
      family: 'unix',
      path: '@/x',
    })
    expect(readSocketAddress('{sa_family=AF_NETLINK, nl_pid=0}')).toEqual({
      family: 'other',
      name: 'AF_NETLINK',
    })
    expect(readSocketAddress('NULL')).toBeUndefined()
  })
  it('reads results', () => {
    expect(readResult('-1 ENOENT (No such file or directory)')).toMatchObject({ error: 'ENOENT' })
    expect(readResult("7 /* 21 in strace's PID NS */")).toMatchObject({ value: 7, pid: 21 })
    expect(readResult('?')).toMatchObject({ known: false })
    expect(readResult('0 (INJECTED)')).toMatchObject({ known: true, value: 0 })
  })
})
