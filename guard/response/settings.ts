import type { ResponseLevel, ResponsePolicy, Trust } from '@clawback/model'
import { secureEnough } from './hooks/answer.js'
import type { OAuthEndpoints } from './hooks/oauth-client.js'
import { openSetting } from './setting.js'
import type { Setting } from './setting.js'

/** The value under `response:` in guard.yaml, checked. */
export interface ResponseSettings {
  /** `monitor` (default): everything is decided and written down, nothing is done. */
  readonly mode: 'monitor' | 'enforce'
  readonly tenant: string
  readonly fuse: { readonly most: number; readonly withinMs: number }
  /** Never acted on by automation: `human:bob`, `client:ci`, `agent:…`, `grant:…`, `credential:…`, `session:…`. */
  readonly protected: ReadonlySet<string>
  readonly evidence: { readonly score: number; readonly trust: Trust }
  readonly approvals: {
    /** People who may decide; everyone but the subject when empty. */
    readonly by: ReadonlySet<string>
    readonly remindMs: number
    readonly expireMs: number
    /** From this level on, two people must agree. */
    readonly twoFrom: ResponseLevel
  }
  /** The operator's own, before those of packs. */
  readonly policies: readonly ResponsePolicy[]
  readonly hooks: readonly HookSettings[]
}

export type HookSettings =
  | {
      readonly type: 'oauth'
      readonly name: string
      readonly endpoints: OAuthEndpoints
      readonly client: { readonly id: string; readonly secret: string; readonly scope?: string }
      readonly where: string
    }
  | {
      readonly type: 'webhook'
      readonly name: string
      readonly url: string
      readonly secret: string
      readonly subjects: readonly SubjectType[]
      readonly probes: boolean
      readonly where: string
    }
  | { readonly type: 'process'; readonly name: string; readonly where: string }

const subjectTypes = ['credential', 'grant', 'client', 'session', 'human', 'agent'] as const
type SubjectType = (typeof subjectTypes)[number]

const minute = 60_000

/** Checks what the operator wrote. Throws INPUT_MALFORMED that names the setting. */
export function readResponseSettings(value: unknown, where: string): ResponseSettings {
  const root = openSetting(value ?? {}, where, 'response')
  root.only('mode', 'tenant', 'fuse', 'protected', 'evidence', 'approvals', 'policies', 'hooks')
  const [fuse, evidence, approvals] = [root.at('fuse'), root.at('evidence'), root.at('approvals')]
  fuse.only('most', 'minutes')
  evidence.only('score', 'trust')
  approvals.only('by', 'remind_minutes', 'expire_hours', 'two_from')
  const hooks = root.at('hooks').list().map(hookSettings)
  for (const [at, { name }] of hooks.entries())
    if (hooks.findIndex((other) => other.name === name) < at)
      throw root.at('hooks').wrong(`two hooks are named ${name}`)
  return {
    mode: root.at('mode').oneOf(['monitor', 'enforce'], 'monitor'),
    tenant: root.at('tenant').text('default'),
    fuse: {
      most: fuse.at('most').number(5, 1, 1_000),
      withinMs: fuse.at('minutes').number(10, 1, 1_440) * minute,
    },
    protected: new Set(root.at('protected').texts()),
    evidence: {
      score: evidence.at('score').number(0.85, 0.5, 1),
      trust: evidence.at('trust').number(1, 1, 3) as Trust,
    },
    approvals: {
      by: new Set(approvals.at('by').texts()),
      remindMs: approvals.at('remind_minutes').number(15, 0.001, 1_440) * minute,
      expireMs: approvals.at('expire_hours').number(24, 0.001, 720) * 60 * minute,
      twoFrom: approvals.at('two_from').number(5, 1, 6) as ResponseLevel,
    },
    policies: root.at('policies').list().map(policy),
    hooks,
  }
}

function hookSettings(hook: Setting): HookSettings {
  const type = hook.at('type').oneOf(['oauth', 'webhook', 'process'])
  const name = hook.at('name').text(type)
  const { where } = hook
  if (type === 'process') return { type, name, where }
  if (type === 'webhook') {
    hook.only('type', 'name', 'url', 'secret', 'subjects', 'probes')
    const subjects = hook
      .at('subjects')
      .list()
      .map((subject) => subject.oneOf(subjectTypes))
    const [url, secret] = [endpoint(hook.at('url')), hook.at('secret').text()]
    return { type, name, url, secret, subjects, probes: hook.at('probes').truth(false), where }
  }
  hook.only('type', 'name', 'issuer', 'token', 'revocation', 'introspection', 'admin', 'client')
  const client = hook.at('client')
  client.only('id', 'secret', 'scope')
  const optional = (key: 'token' | 'revocation' | 'introspection' | 'admin'): Partial<OAuthEndpoints> =>
    hook.has(key) ? { [key]: endpoint(hook.at(key)) } : {}
  const endpoints = {
    issuer: hook.at('issuer').text(),
    ...optional('token'),
    ...optional('revocation'),
    ...optional('introspection'),
    ...optional('admin'),
  }
  if (endpoints.admin !== undefined && endpoints.token === undefined)
    throw hook.wrong('admin needs token: the guard signs in there first')
  return {
    type,
    name,
    endpoints,
    client: {
      id: client.at('id').text(),
      secret: client.at('secret').text(),
      ...(client.has('scope') ? { scope: client.at('scope').text() } : {}),
    },
    where,
  }
}

function endpoint(setting: Setting): string {
  const text = setting.text()
  if (!URL.canParse(text)) throw setting.wrong('a URL is expected here')
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') throw setting.wrong('a URL here holds no user or password')
  if (!secureEnough(url)) throw setting.wrong('only https:// may leave this machine')
  return text
}

function policy(setting: Setting): ResponsePolicy {
  setting.only('id', 'entries')
  return {
    id: setting.at('id').text('operator'),
    entries: setting
      .at('entries')
      .list()
      .map((entry) => {
        entry.only('rules', 'tags', 'levels', 'min_findings', 'level', 'approval')
        const levels = entry.at('levels').list()
        return {
          ...(entry.has('rules') ? { rules: entry.at('rules').texts() } : {}),
          ...(entry.has('tags') ? { tags: entry.at('tags').texts() } : {}),
          ...(entry.has('levels') ? { levels: levels.map((level) => level.oneOf(ruleLevels)) } : {}),
          ...(entry.has('min_findings') ? { minFindings: entry.at('min_findings').number(1, 1, 1_000) } : {}),
          ...(entry.has('approval') ? { approval: entry.at('approval').truth(false) } : {}),
          level: entry.at('level').number(undefined, 0, 6) as ResponseLevel,
        }
      }),
  }
}

const ruleLevels = ['informational', 'low', 'medium', 'high', 'critical'] as const
