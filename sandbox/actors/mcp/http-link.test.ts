import { describe, expect, it } from 'vitest'
import { playHttpFixture, playHttpFixtureOverPipes } from './fixture.js'
import { endpointPath } from './http-place.js'

describe('a server over http', () => {
  it.each(['json', 'events', 'stateless'])(
    'is played like one on its standard streams (%s)',
    async (mode) => {
      const play = await playHttpFixture(mode)
      expect(play.played).toEqual({ covered: true })
      const lists = play.of('mcp.list')
      expect(lists[0]).toMatchObject({
        'network.transport': 'tcp',
        'mcp.list.count': 1,
        'mcp.protocol.version': mode === 'stateless' ? '2026-07-28' : '2025-11-25',
      })
      expect(play.of('mcp.result').map((result) => result['effect.outcome'])).toEqual([
        'success',
        'success',
        'success',
      ])
    },
  )

  it('is not waited for on its pipes once it is seen to listen', async () => {
    // The opening alone would be waited for longer than this test may take.
    const { played } = await playHttpFixtureOverPipes({ openMs: 60_000, replyMs: 60_000, elsewhereMs: 50 })
    expect(played).toMatchObject({ covered: false, status: 'protocol-error' })
  })

  it('may speak the older transport with its two connections', async () => {
    const play = await playHttpFixture('sse')
    expect(play.played).toEqual({ covered: true })
    expect(play.of('mcp.list')[0]).toMatchObject({ 'network.transport': 'tcp', 'mcp.list.count': 1 })
    expect(play.of('mcp.result').every((result) => result['effect.outcome'] === 'success')).toBe(true)
    expect(play.of('run.gap')).toEqual([])
  })

  it.each([
    ['sse-elsewhere', /an endpoint elsewhere/],
    ['stream-flood', /flood/],
  ])('that is hostile ends in a named status (%s)', async (mode, detail) => {
    const play = await playHttpFixture(mode, { openMs: 700, replyMs: 3000, callMs: 700, rounds: 1 })
    expect(play.played).toMatchObject({ status: 'protocol-error', covered: false })
    expect(play.played.detail).toMatch(detail)
  })

  it('that never listens ends in a named status', async () => {
    const play = await playHttpFixture('json', { httpPort: 1, openMs: 300, replyMs: 300 })
    expect(play.played.status).toBe('protocol-error')
  })
})

describe('an endpoint', () => {
  it('is taken only where the server itself is', () => {
    const place = { port: 8080, path: '/sse' }
    expect(endpointPath('/messages?s=1', place)).toBe('/messages?s=1')
    expect(endpointPath('messages', place)).toBe('/messages')
    expect(endpointPath('http://localhost:8080/m', place)).toBe('/m')
    for (const elsewhere of [
      'http://192.0.2.1/m',
      '//x.example/m',
      'http://localhost:22/m',
      'file:///etc/x',
      'http://',
    ])
      expect(endpointPath(elsewhere, place)).toBeUndefined()
  })
})
