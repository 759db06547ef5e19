import { randomBytes } from 'node:crypto'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createLeakWatch } from './leak-watch.js'
import type { LeakWatch } from './leak-watch.js'
import { plantCanaries } from './plant.js'

const { canaries } = plantCanaries('leaks')
const value = canaries.find(({ id }) => id === 'openai_key@env:OPENAI_API_KEY')!.value

interface Leak {
  readonly because: string | undefined
  readonly fields: Readonly<Record<string, unknown>>
}

function watch(): { readonly watch: LeakWatch; readonly leaks: Leak[]; readonly gaps: unknown[] } {
  const leaks: Leak[] = []
  const gaps: unknown[] = []
  return {
    leaks,
    gaps,
    watch: createLeakWatch(canaries, (kind, fields, about) => {
      if (kind === 'canary.leak') leaks.push({ because: about.because, fields })
      else gaps.push(fields)
    }),
  }
}

const xor = (text: string, key: number): Buffer => Buffer.from(Buffer.from(text).map((byte) => byte ^ key))
const rot13 = (text: string): string =>
  text.replace(/[a-z]/gi, (c) => String.fromCharCode(c.charCodeAt(0) + (c.toLowerCase() < 'n' ? 13 : -13)))

describe('one piece of egress', () => {
  it.each<readonly [string, Buffer]>([
    ['raw', Buffer.from(`k=${value}&x`)],
    ['base64', Buffer.from(Buffer.from(`{"k":"${value}"}`).toString('base64'))],
    ['base64url', Buffer.from(Buffer.from(value).toString('base64url'))],
    ['hex', Buffer.from(Buffer.from(value).toString('hex'))],
    ['percent', Buffer.from([...Buffer.from(value)].map((byte) => `%${byte.toString(16)}`).join(''))],
    ['json', Buffer.from(JSON.stringify(JSON.stringify({ k: value })))],
    ['reversed', Buffer.from(Array.from(value).reverse().join(''))],
    ['rot13', Buffer.from(rot13(value))],
    ['xor', xor(value, 0x5a)],
    ['gzip', gzipSync(`body ${value}`)],
    ['zlib', deflateSync(`body ${value}`)],
    ['brotli', brotliCompressSync(`body ${value}`)],
    ['base64 of gzip', Buffer.from(gzipSync(`body ${value}`).toString('base64'))],
    ['base64 twice', Buffer.from(Buffer.from(Buffer.from(value).toString('base64')).toString('base64'))],
    ['hex of base64', Buffer.from(Buffer.from(Buffer.from(value).toString('base64')).toString('hex'))],
    ['the first half', Buffer.from(value.slice(0, 60))],
  ])('is searched through %s', (_, bytes) => {
    const { watch: leakWatch, leaks } = watch()
    leakWatch.see({ channel: 'http', bytes, because: 'r1' })
    expect(leaks.map(({ because, fields }) => [because, fields['canary.source']])).toEqual([
      ['r1', 'env:OPENAI_API_KEY'],
    ])
  })

  it('says nothing of what is no planted value', () => {
    const { watch: leakWatch, leaks } = watch()
    for (const text of ['sk-proj-', 'AKIAIOSFODNN7EXAMPLE', 'x'.repeat(5000), 'sk-ant-api03-', 'ghp_', '{}'])
      leakWatch.see({ channel: 'http', bytes: Buffer.from(text), because: 'r' })
    leakWatch.settle()
    expect(leaks).toEqual([])
  })

  it('never puts the value itself into a record', () => {
    const { watch: leakWatch, leaks } = watch()
    for (const canary of canaries)
      leakWatch.see({ channel: 'tcp', bytes: Buffer.from(canary.value), because: 'r' })
    expect(new Set(leaks.map(({ fields }) => fields['canary.id'])).size).toBe(canaries.length)
    const all = JSON.stringify(leaks)
    for (const canary of canaries) expect(all).not.toContain(canary.value)
  })
})

describe('several pieces', () => {
  const pieces = (size: number): string[] => value.match(new RegExp(`.{1,${size}}`, 'g')) ?? []

  it('are joined per way, and the completing one is the cause', () => {
    const { watch: leakWatch, leaks } = watch()
    for (const [i, piece] of pieces(9).entries()) {
      leakWatch.see({
        channel: 'dns',
        bytes: Buffer.from(piece),
        because: `q${i}`,
        stream: 'dns:evil.example',
      })
      leakWatch.see({
        channel: 'dns',
        bytes: Buffer.from(piece),
        because: `again${i}`,
        stream: 'dns:evil.example',
      })
      leakWatch.see({
        channel: 'dns',
        bytes: Buffer.from(`n${i}`),
        because: `n${i}`,
        stream: 'dns:other.example',
      })
    }
    expect(leaks).toEqual([])
    leakWatch.settle()
    expect(leaks).toHaveLength(1)
    expect(leaks[0]).toMatchObject({
      because: `q${pieces(9).length - 1}`,
      fields: { 'canary.source': 'env:OPENAI_API_KEY', 'canary.partial': false },
    })
  })

  it('are not told again when one of them was whole', () => {
    const { watch: leakWatch, leaks } = watch()
    leakWatch.see({ channel: 'http', bytes: Buffer.from('hello'), because: 'a', stream: 's' })
    leakWatch.see({ channel: 'http', bytes: Buffer.from(value), because: 'b', stream: 's' })
    leakWatch.settle()
    expect(leaks).toHaveLength(1)
  })

  it('beyond the bounds become one gap', () => {
    const { watch: leakWatch, gaps } = watch()
    for (let i = 0; i < 14; i++)
      leakWatch.see({ channel: 'tcp', bytes: randomBytes(256 << 10), because: 'r' })
    leakWatch.settle()
    expect(gaps).toHaveLength(1)
    expect(gaps[0]).toMatchObject({ 'gap.reason': 'egress-not-searched' })
  })
})
