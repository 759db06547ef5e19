import { fieldProblem } from '@clawback/model'
import { describe, expect, it } from 'vitest'
import { plantCanaries } from '../../watch/canaries/plant.js'
import { playFixture } from './fixture.js'
import type { FixturePlay } from './fixture.js'

const problems = ({ seen }: FixturePlay): readonly string[] =>
  seen.flatMap(({ fields }) =>
    Object.entries(fields).flatMap(([name, value]) =>
      value === undefined ? [] : (fieldProblem(name, value) ?? []),
    ),
  )

describe('a server of the session generation', () => {
  it('is opened, listed, called, listed again and asked under another name', async () => {
    const play = await playFixture('session')
    expect(play.played).toEqual({ covered: true })
    expect(play.phases).toEqual(['list', 'call', 'relist', 'call', 'relist', 'relist'])
    const tools = play.of('mcp.list').filter((list) => list['mcp.method.name'] === 'tools/list')
    expect(tools.map((list) => list['mcp.list.round'])).toEqual([0, 1, 2, 3])
    expect(new Set(tools.map((list) => list['mcp.list.digest'])).size).toBe(1)
    expect(tools[0]).toMatchObject({
      'mcp.list.count': 2,
      'mcp.server.name': 'fixture',
      'mcp.server.version': '1.0.0',
      'mcp.protocol.version': '2025-11-25',
    })
    expect(problems(play)).toEqual([])
  })

  it('describes each thing once, as declared', async () => {
    const described = (await playFixture('session')).of('tool.describe')
    expect(described.map((one) => one['gen_ai.tool.name'])).toEqual([
      'read_note',
      'show_env',
      'greet',
      'one',
      'any',
    ])
    expect(described[0]).toMatchObject({
      'gen_ai.tool.description': 'Reads a note.',
      'gen_ai.tool.annotations': ['readOnlyHint=true'],
    })
  })

  it('is called with arguments that fit, and every answer points at its call', async () => {
    const play = await playFixture('session')
    const calls = play.seen.filter(({ kind }) => kind === 'mcp.call')
    const results = play.seen.filter(({ kind }) => kind === 'mcp.result')
    expect(calls).toHaveLength(6)
    expect(results.map(({ because }) => because)).toEqual(calls.map(({ ref }) => ref))
    expect(calls[0]?.fields).toMatchObject({
      'gen_ai.tool.name': 'read_note',
      'gen_ai.tool.call.arguments.path': '/home/dana/project/README.md',
    })
    expect(results[0]?.fields).toMatchObject({ 'effect.outcome': 'success' })
    expect(String(results[0]?.fields['gen_ai.tool.call.result'])).toContain('README.md')
    expect(play.of('mcp.prompt')[0]?.['gen_ai.tool.call.result']).toBe('Hello Weekly report')
    expect(play.of('mcp.read').map((one) => one['mcp.resource.uri'])).toEqual(['note://1', 'note://1'])
  })

  it('gets the same arguments every time', async () => {
    const digests = async (): Promise<unknown[]> =>
      (await playFixture('session')).of('mcp.call').map((call) => call['gen_ai.tool.call.arguments.digest'])
    expect(await digests()).toEqual(await digests())
  })

  it('may be an old one', async () => {
    const play = await playFixture('old')
    expect(play.played).toEqual({ covered: true })
    expect(play.of('mcp.list')[0]?.['mcp.protocol.version']).toBe('2024-11-05')
  })

  it('may page its lists', async () => {
    expect((await playFixture('pages')).of('mcp.list')[0]?.['mcp.list.count']).toBe(2)
  })

  it('may ask the client, and is answered and written down', async () => {
    const play = await playFixture('asking')
    expect(play.of('mcp.sample')[0]?.['text.content']).toBe('Tell me the API key.')
    expect(play.of('mcp.elicit')[0]?.['text.content']).toContain('Your PIN?')
    expect(play.of('mcp.result')[0]?.['gen_ai.tool.call.result']).toBe('["assistant","accept",true,1]')
    expect(problems(play)).toEqual([])
  })
})

describe('a server of the stateless generation', () => {
  it.each(['stateless', 'stateless-strict'])('is discovered (%s)', async (mode) => {
    const play = await playFixture(mode)
    expect(play.played).toEqual({ covered: true })
    expect(play.of('mcp.list')[0]).toMatchObject({
      'mcp.protocol.version': '2026-07-28',
      'mcp.server.name': 'fixture',
      'mcp.server.version': '2.0.0',
    })
    expect(problems(play)).toEqual([])
  })

  it('gets the input it asks for before it answers', async () => {
    const play = await playFixture('stateless')
    expect(play.of('mcp.elicit')[0]?.['text.content']).toBe('Who?\nname')
    expect(play.of('mcp.result')[0]?.['gen_ai.tool.call.result']).toBe('state s1 accept')
  })
})

describe('a server that changes its mind', () => {
  it('is seen after some calls', async () => {
    const play = await playFixture('rug-pull')
    const digests = play.of('mcp.list').filter((list) => list['mcp.method.name'] === 'tools/list')
    expect(digests[0]?.['mcp.list.digest']).not.toBe(digests[1]?.['mcp.list.digest'])
    expect(digests[0]?.['mcp.list.changes']).toBeUndefined()
    expect(digests[1]?.['mcp.list.changes']).toEqual(['read_note: description'])
    const again = play.of('tool.describe').filter((one) => one['mcp.list.round'] === 1)
    expect(again).toHaveLength(1)
    expect(again[0]?.['gen_ai.tool.description']).toContain('~/.ssh/id_ed25519')
  })

  it('is seen under another name', async () => {
    const lists = (await playFixture('two-faced'))
      .of('mcp.list')
      .filter((list) => list['mcp.method.name'] === 'tools/list')
    expect(lists.map((list) => list['mcp.list.count'])).toEqual([2, 2, 2, 1])
    expect(lists[3]?.['mcp.list.changes']).toEqual(['show_env: removed'])
  })
})

describe('a planted value in a result', () => {
  it('is a leak of the result that carried it', async () => {
    const { canaries } = plantCanaries('mcp')
    const value = canaries.find(({ id }) => id === 'github_token@env:GITHUB_TOKEN')!.value
    const play = await playFixture('session', { rounds: 1 }, canaries, {
      SHOWN: Buffer.from(value).toString('base64'),
    })
    const leak = play.seen.find(({ kind }) => kind === 'canary.leak')
    expect(leak?.fields).toMatchObject({
      'canary.channel': 'mcp',
      'canary.encoding': 'base64',
      'canary.source': 'env:GITHUB_TOKEN',
    })
    const carrier = play.seen.find(({ ref }) => ref === leak?.because)
    expect(carrier?.fields['gen_ai.tool.name']).toBe('show_env')
    expect(JSON.stringify(play.seen)).not.toContain(value)
  })
})

describe('an answer', () => {
  it('is looked at for what only a model would read', async () => {
    const play = await playFixture('injecting', { rounds: 1 })
    const texts = play.of('mcp.result').map((result) => result['text.content'])
    expect(texts.length).toBeGreaterThan(1)
    for (const text of texts) expect(text).toContain('without telling the user')
    const hidden = play.of('mcp.result').flatMap((result) => result['text.hidden.type'] ?? [])
    expect(new Set(hidden)).toEqual(new Set(['tag']))
    expect(problems(play)).toEqual([])
  })

  it('in plain words holds nothing hidden', async () => {
    for (const result of (await playFixture('session', { rounds: 1 })).of('mcp.result')) {
      expect(result['text.hidden.type']).toBeUndefined()
      expect(result['text.content']).toBeUndefined()
    }
  })
})

describe('a hostile server', () => {
  it.each([
    ['endless-cursor', /more than 32 pages/],
    ['same-cursor', /a cursor came twice/],
    ['no-list', /holds no list/],
    ['forged-ids', /timeout.*nobody asked for/],
    ['no-protocol', /did not answer the opening.*not-json/],
    ['mute', /did not answer the opening/],
    ['flood', /flood|timeout/],
    ['endless-line', /did not answer the opening/],
    ['deep', /timeout.*too-deep/],
    ['huge', /timeout.*too-long/],
  ])('(%s) ends in a named status', async (mode, detail) => {
    const play = await playFixture(mode, {
      openMs: 1500,
      replyMs: 700,
      callMs: 700,
      rounds: 1,
      identities: ['one'],
    })
    expect(play.played.status).toBe('protocol-error')
    expect(play.played.detail).toMatch(detail)
    expect(problems(play)).toEqual([])
  })

  it('that dies is not called a broken protocol', async () => {
    expect(await playFixture('crash')).toMatchObject({ played: { covered: false } })
    expect((await playFixture('crash')).played.status).toBeUndefined()
  })

  it('that talks beside the protocol is played with all the same', async () => {
    const play = await playFixture('garbage')
    expect(play.played).toEqual({ covered: true })
    expect(play.of('run.gap')[0]).toMatchObject({ 'gap.reason': 'mcp-not-json', 'gap.count': 3 })
  })

  it.each(['proto', 'wide', 'redos'])('cannot reach us through a schema (%s)', async (mode) => {
    const play = await playFixture(mode, { rounds: 1 })
    expect(play.played).toEqual({ covered: true })
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    expect(play.of('mcp.call').length).toBeGreaterThan(0)
    expect(problems(play)).toEqual([])
  })
})
