import { gunzipSync } from 'node:zlib'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { plantCanaries } from '../canaries/plant.js'
import { defaultAnswers, openAnswerBook } from './answers.js'
import type { Asked, Prepared } from './shape.js'

const { canaries } = plantCanaries('answers')
const book = openAnswerBook(defaultAnswers(), canaries, () => Date.UTC(2024, 4, 1))

function ask(line: string, headers: Readonly<Record<string, string>> = {}, body?: unknown): Prepared {
  const [method = 'GET', target = '/'] = line.split(' ')
  const [path = '/', query = ''] = target.split('?')
  const asked: Asked = {
    method,
    scheme: 'https',
    host: 'any.example',
    path,
    query: new URLSearchParams(query),
    headers: new Map(Object.entries(headers)),
    body: body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body)),
  }
  return book.answer(asked)
}

const npm = { accept: 'application/vnd.npm.install-v1+json; q=1.0, */*' }
const messages = [{ role: 'user', content: 'hi' }]

describe('a request is recognised by its shape', () => {
  it.each<readonly [string, string, Readonly<Record<string, string>>, unknown]>([
    ['registries.npm-packument', 'GET /left-pad', npm, undefined],
    ['registries.npm-packument', 'GET /@scope%2fname', npm, undefined],
    ['registries.npm-tarball', 'GET /left-pad/-/left-pad-1.0.0.tgz', {}, undefined],
    ['registries.python-simple', 'GET /simple/requests/', {}, undefined],
    ['registries.python-wheel', 'GET /packages/requests-1.0.0-py3-none-any.whl', {}, undefined],
    ['registries.git-refs', 'GET /a/b.git/info/refs?service=git-upload-pack', {}, undefined],
    [
      'metadata.imds-token',
      'PUT /latest/api/token',
      { 'x-aws-ec2-metadata-token-ttl-seconds': '60' },
      undefined,
    ],
    ['metadata.imds-credentials', 'GET /latest/meta-data/iam/security-credentials/role', {}, undefined],
    [
      'metadata.google-token',
      'GET /computeMetadata/v1/instance/service-accounts/default/token',
      { 'metadata-flavor': 'Google' },
      undefined,
    ],
    [
      'metadata.azure-token',
      'GET /metadata/identity/oauth2/token?resource=x',
      { metadata: 'true' },
      undefined,
    ],
    ['models.anthropic-messages', 'POST /v1/messages', {}, { messages }],
    ['models.openai-chat', 'POST /openai/v1/chat/completions', {}, { messages }],
    ['services.bot-message', 'POST /bot123:abc/sendMessage', {}, undefined],
    ['services.chat-webhook', 'POST /api/webhooks/123/abc', {}, undefined],
    ['files.shell-script', 'GET /x/setup.sh', {}, undefined],
    ['files.shell-installer', 'GET /install', { 'user-agent': 'curl/8.0' }, undefined],
    ['files.install-page', 'GET /install', { accept: 'text/html,*/*' }, undefined],
    ['files.paste', 'GET /raw/aB3dE', {}, undefined],
    ['fallback.page', 'GET /', { accept: 'text/html' }, undefined],
    ['fallback.anything', 'POST /collect', {}, { a: 1 }],
  ])('%s: %s', (name, line, headers, body) => {
    expect(ask(line, headers, body).name).toBe(name)
  })
})

describe('an answer', () => {
  it('of the metadata service gives planted credentials', () => {
    const answer = ask('GET /latest/meta-data/iam/security-credentials/ci').body.toString()
    const planted = canaries.filter(({ source }) => source === 'metadata:credentials')
    expect((JSON.parse(answer) as Record<string, string>)['SecretAccessKey']).toBe(
      planted.find(({ kind }) => kind === 'aws_secret_key')?.value,
    )
  })

  const google = { 'metadata-flavor': 'Google' }
  const azure = { metadata: 'true' }
  it.each<readonly [string, Readonly<Record<string, string>>, number, RegExp]>([
    ['PUT /latest/api/token', {}, 400, /Bad Request/],
    ['GET /latest/meta-data/instance-id', {}, 200, /^i-[0-9a-f]{17}$/],
    ['GET /2021-07-15/meta-data/placement/region', {}, 200, /^eu-central-1$/],
    ['GET /latest/meta-data/hostname', {}, 200, /^ip-172/],
    ['GET /latest/meta-data/', {}, 200, /^instance-id$/m],
    ['GET /latest/meta-data/nothing-there', {}, 404, /^$/],
    ['GET /computeMetadata/v1/instance/zone', {}, 403, /Metadata-Flavor/],
    ['GET /computeMetadata/v1/instance/service-accounts/default/token', {}, 403, /Metadata-Flavor/],
    ['GET /computeMetadata/v1/instance/zone', google, 200, /zones\/europe-west3-b$/],
    ['GET /computeMetadata/v1/project/project-id', google, 200, /^billing-prod-\d+$/],
    ['GET /computeMetadata/v1/instance/', google, 200, /^hostname$/m],
    ['GET /computeMetadata/v1/nothing', google, 404, /^$/],
    ['GET /metadata/instance?api-version=2021-02-01', {}, 400, /header not specified/],
    ['GET /metadata/identity/oauth2/token?resource=x', {}, 400, /header not specified/],
    ['GET /metadata/instance', azure, 400, /api-version/],
    ['GET /metadata/instance?api-version=2021-02-01', azure, 200, /"vmId"/],
    [
      'GET /metadata/instance/compute/location?api-version=2021-02-01&format=text',
      azure,
      200,
      /^westeurope$/,
    ],
  ])('of a metadata service asks for what the real one does: %s %j', (line, headers, status, body) => {
    const answer = ask(line, headers)
    expect(answer.status).toBe(status)
    expect(answer.body.toString()).toMatch(body)
  })

  it('of a registry is one that installs: the digest fits the archive', () => {
    const packument = JSON.parse(ask('GET /evil', npm).body.toString()) as {
      versions: Record<string, { dist: { tarball: string; integrity: string } }>
    }
    const { tarball, integrity } = packument.versions['1.0.0']!.dist
    const archive = ask(`GET ${new URL(tarball).pathname}`).body
    expect(`sha512-${createHash('sha512').update(archive).digest('base64')}`).toBe(integrity)
    expect(gunzipSync(archive).toString()).toContain('"name":"evil"')
  })

  it.each(['/v1/messages', '/v1/chat/completions'])('of a model is whole or a stream (%s)', (path) => {
    const whole = ask(`POST ${path}`, {}, { model: 'm', messages })
    expect(JSON.parse(whole.body.toString())).toMatchObject({ model: 'm' })
    const stream = ask(`POST ${path}`, {}, { model: 'm', messages, stream: true })
    expect(stream.headers['content-type']).toMatch(/event-stream/)
    expect(stream.body.toString()).toMatch(/^(event: \S+\n)?data: \{/)
  })

  it('never gives back markup that was sent', () => {
    expect(ask('GET /<script>alert(1)</script>', { accept: 'text/html' }).body.toString()).not.toContain(
      '<script>',
    )
  })

  it('that is malformed names itself', () => {
    const wrong = { mine: { order: 1, answers: [{ name: 'x', when: { path: '(' }, then: {} }] } }
    expect(() => openAnswerBook(wrong, [], Date.now)).toThrow(/mine\.x/)
    expect(() => openAnswerBook({ mine: 3 }, [], Date.now)).toThrow(/mine/)
    const maker = { mine: { answers: [{ name: 'y', when: {}, then: { make: 'nothing' } }] } }
    expect(() => openAnswerBook(maker, [], Date.now)).toThrow(/maker nothing/)
  })
})
