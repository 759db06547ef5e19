import { describe, expect, it } from 'vitest'
import { playHttpFixture } from './fixture.js'

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

  it('that never listens ends in a named status', async () => {
    const play = await playHttpFixture('json', { httpPort: 1, openMs: 300, replyMs: 300 })
    expect(play.played.status).toBe('protocol-error')
  })
})
