import type { CodeQueryProbe, Fact } from '@clawback/model'
import { sha256 } from '@clawback/model'

import type { FactFields, ReadContext } from '../context.js'
import { probeFields } from '../probe-fields.js'
import { urlIn } from '../url.js'
import type { At } from './ir.js'
import { toolInput } from './interpret/tool-inputs.js'
import { lineOf } from './interpret/machine.js'
import type { Reach } from './interpret/reach.js'
import type { Unit } from './nouns.js'
import type { SeenCall } from './observations.js'
import { openServed, serves } from './served.js'
import type { Specs } from './specs.js'

/** A place that a query of a pack captured. */
export interface QueryHit {
  readonly probe: CodeQueryProbe
  readonly capture: string
  readonly at: At
}

/** What is known beyond one unit. */
export interface Around {
  readonly specs: Specs
  readonly reach: Reach
  /** Whether a word stands anywhere in the code, in any case. */
  readonly stands: (word: string) => boolean
  /** How often the texts of the artifact name a host; undefined where that is not known. */
  readonly mentions: (domain: string) => number | undefined
}

/** UTF-16 units of what the schema of one tool says that are kept. */
const mostSaid = 64_000

/** Everything seen in a unit, as facts in order of position. */
export function codeFacts(
  unit: Unit,
  hits: readonly QueryHit[],
  { specs, reach, stands, mentions }: Around,
  context: ReadContext,
): Fact[] {
  const { seen } = unit
  const served = openServed(unit, reach)
  const drafts: { readonly at: At; readonly kind: Fact['kind']; readonly fields: FactFields }[] = []
  const add = (kind: Fact['kind'], at: At, fields: FactFields): void => {
    drafts.push({ at, kind, fields })
  }
  for (const { at, name, assembled } of seen.imports.values())
    add('code.import', at, { 'code.import.name': name, 'code.import.assembled': assembled })
  for (const call of tellingCalls(seen.calls.values())) add('code.call', call.at, callFields(unit, call))
  for (const { at, name } of seen.members.values()) add('code.member', at, { 'code.member.name': name })
  for (const { at, text } of seen.strings.values())
    add('code.string', at, {
      'code.string.value': text,
      ...originOf(text, at, unit, stands),
      ...urlIn(text),
    })
  for (const { at, name, type } of seen.defines.values())
    add('code.define', at, {
      'code.define.name': name,
      'code.define.type': type,
      'code.define.recursion': served.isEndless(at) ? 'endless' : undefined,
    })
  for (const { at, name, description, texts = [] } of seen.tools.values())
    add('tool.describe', at, {
      'gen_ai.tool.name': name,
      'gen_ai.tool.description': description,
      'gen_ai.tool.description.digest': sha256(description),
      'text.content': texts.length === 0 ? undefined : texts.join('\n').slice(0, mostSaid),
    })
  const addresses = addressesByCall(seen.calls.values())
  for (const flow of seen.flows.values()) {
    const probe = specs.probes[flow.spec]
    // What a tool is called with goes through helpers that its tools share: of several addresses it names none.
    const own = flow.source === toolInput ? {} : flow.address
    add('code.flow', flow.at, {
      'code.flow.source': flow.source,
      'code.flow.sink': flow.sink,
      'code.flow.source_tag': flow.sourceTag,
      ...originOfFlow(flow.source, mentions),
      'code.flow.sink_tag': flow.sinkTag,
      'code.flow.steps': flow.steps,
      'code.flow.file': flow.file,
      'code.flow.place': flow.place,
      'code.flow.whole': flow.whole || undefined,
      'code.flow.environment': flow.environment || undefined,
      'code.call.result': flow.unused ? 'unused' : undefined,
      ...('url.domain' in own ? own : (addresses.get(`${flow.at.start} ${flow.sink}`) ?? own)),
      ...probeFields(probe),
    })
  }
  for (const { probe, capture, at } of hits)
    add('code.match', at, {
      'code.match.text': unit.text.slice(at.start, Math.min(at.end, at.start + 600)),
      'code.match.capture': capture,
      ...probeFields(probe),
    })
  drafts.sort((a, b) => a.at.start - b.at.start)
  return drafts.map(({ at, kind, fields }) =>
    context.buildFact(kind, {
      ...place(unit, at),
      ...(doesWork.has(kind) ? serves(served.at(at)) : {}),
      ...fields,
      ...named(kind, fields, mentions),
    }),
  )
}

/** How much the artifact speaks of where a call goes. */
function named(kind: Fact['kind'], fields: FactFields, mentions: Around['mentions']): FactFields {
  const domain = kind === 'code.call' || kind === 'code.flow' ? fields['url.domain'] : undefined
  return domain === undefined ? {} : { 'url.mentions': mentions(domain) }
}

/** The host that data came from, and how much the artifact speaks of it. */
function originOfFlow(source: string, mentions: Around['mentions']): FactFields {
  const domain = urlIn(source)['url.domain']
  if (domain === undefined) return {}
  return { 'code.flow.source_domain': domain, 'code.flow.source_mentions': mentions(domain) }
}

/** Where a word of letters and digits comes from that is not written where it is seen: out of pieces, or out of another file. */
function originOf(text: string, at: At, unit: Unit, stands: (word: string) => boolean): FactFields {
  const home = domainOf(text)
  if (home !== undefined)
    return [home, beginningOf(text)].some(
      (part) => part !== undefined && (unit.text.includes(part) || stands(part)),
    )
      ? {}
      : { 'code.string.assembled': true }
  if (!/^[A-Za-z0-9]{15,128}$/.test(text) || unit.text.slice(at.start, at.end).includes(text)) return {}
  if (stands(text)) return unit.text.includes(text) ? {} : { 'code.string.elsewhere': true }
  return text.length < 16 ? {} : { 'code.string.assembled': true }
}

/** Kinds that tell what code does, which is held against what its tools say they do. */
const doesWork: ReadonlySet<Fact['kind']> = new Set(['code.call', 'code.flow', 'code.string', 'code.define'])

function place(unit: Unit, at: At): FactFields {
  return {
    'file.path': unit.path,
    'text.role': unit.within?.role,
    'text.heading': unit.within?.heading === '' ? undefined : unit.within?.heading,
    'text.cited': unit.within?.cited === true ? true : undefined,
    'code.language': unit.language,
    'code.line.number': lineOf(unit, at.start),
    'code.line.end': lineOf(unit, Math.max(at.start, at.end - 1)),
    'code.column.number': unit.lines.column(at.start),
  }
}

function callFields(unit: Unit, call: SeenCall): FactFields {
  const { at } = call
  return {
    'code.call.name': call.name,
    'code.call.text': unit.text.slice(at.start, Math.min(at.end, at.start + 400)),
    'code.call.arguments': call.args,
    'code.call.assembled': call.assembled,
    'code.call.result': call.unused ? 'unused' : undefined,
    'code.call.turns': call.turns > 1 ? call.turns : undefined,
    'code.function.name': call.inside === '' ? undefined : call.inside,
    'code.confidence': call.confidence,
    ...urlIn(call.args.join(' ')),
  }
}

/** Where a call goes, by where it begins and its name; a call that was seen to go to several places has no one address. */
function addressesByCall(calls: Iterable<ReadonlyMap<string, SeenCall>>): Map<string, FactFields> {
  const found = new Map<string, FactFields>()
  for (const sights of calls) {
    const all = [...sights.values()]
    const [first] = all
    if (first === undefined) continue
    const address = urlIn(first.args.join(' '))
    if (all.every(({ args }) => urlIn(args.join(' '))['url.domain'] === address['url.domain']))
      found.set(`${first.at.start} ${first.name}`, address)
  }
  return found
}

/** Of the sights of each call, those that know an argument; one that knows none only where there is no better. */
function tellingCalls(calls: Iterable<ReadonlyMap<string, SeenCall>>): SeenCall[] {
  return [...calls].flatMap((sights) => {
    const all = [...sights.values()]
    const telling = all.filter(({ args }) => args.some((arg) => !/^(?:[\w-]+=)?\?$/.test(arg)))
    return telling.length > 0 ? telling : all.slice(0, 1)
  })
}

const addressed = /^(?:https?:\/\/|wss?:\/\/|[\w.+-]{1,64}@)(?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24}(?=[:/?]|$)/i
/** Without anything before it, names of files look the same: of three parts or more, and an ending that files have not. */
const bare =
  /^(?:[a-z0-9-]{1,63}\.){2,6}(?:com|net|org|io|dev|app|cloud|site|online|info|xyz|top|ru|cn|co|de|uk|eu|example|test|invalid)$/i

/** What a reader knows an address by, whatever comes behind it: `https://open`. */
function beginningOf(text: string): string | undefined {
  return /^\w{2,5}:\/\/[\w-]+/.exec(text)?.[0]
}

/** What a host, an address on it, or one of mail belongs to: the last two parts of its name. */
function domainOf(text: string): string | undefined {
  const found = addressed.exec(text) ?? bare.exec(text)
  const host = found?.[0].replace(/^.*[/@]/, '')
  return host?.split('.').slice(-2).join('.').toLowerCase()
}
