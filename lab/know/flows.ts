import type { Ledger } from '@clawback/ledger'
import { countCovers, coveredShare, smallestCovers } from './covers.js'
import type { Bearer } from './covers.js'
import type { FlowRule } from './flow-rules.js'
import { readOffers } from './offers.js'
import type { Offer } from './offers.js'
import { matchingArtifacts } from './query.js'
import type { Filter } from './query.js'

/** A server of a flow and the tools by which it has a part in it. */
export type FlowServer = Omit<Offer, 'listed'>

/** One flow over the servers of a store. */
export interface CorpusFlow {
  readonly rule: string
  readonly title: string
  readonly parts: readonly { readonly action: string; readonly servers: number; readonly tools: number }[]
  /** Smallest sets by their size: 1 has every part alone, 2 and more have it only together. */
  readonly sets: readonly { readonly size: number; readonly sets: number }[]
  /** Choices of one tool for each part, and those of them that take more than one server. */
  readonly paths: number
  readonly acrossServers: number
  /** Of all choices of so many servers, the share that has every part between them. */
  readonly clients: readonly { readonly servers: number; readonly share: number }[]
  /** Servers with every part, as many as were asked for. */
  readonly alone: readonly FlowServer[]
  /** Smallest sets of several servers, as many as were asked for. */
  readonly together: readonly (readonly FlowServer[])[]
}

/** What the tools of several servers can be made to do together. */
export interface CorpusFlows {
  readonly servers: number
  /** Servers with a part in any flow: by the list they gave, and by their code where they gave none. */
  readonly listed: number
  readonly read: number
  readonly flows: readonly CorpusFlow[]
}

const clientSizes = [1, 2, 3, 5, 10] as const

/**
 * Goes through what the servers of a store offer, as if one client had any of them, and finds what combines to a flow of
 * the packs. Of a server that listed such tools the list counts, of another what its code describes. `top` sets are told.
 */
export async function corpusFlows(
  ledger: Ledger,
  rules: readonly FlowRule[],
  { top = 20, ...filter }: Filter & { readonly top?: number } = {},
): Promise<CorpusFlows> {
  const actions = [...new Set(rules.flatMap(({ parts }) => parts))]
  const offers = await readOffers(ledger, await matchingArtifacts(ledger, filter), actions)
  const bearing = offers.filter(({ tools }) => Object.keys(tools).length > 0)
  return {
    servers: offers.length,
    listed: bearing.filter(({ listed }) => listed).length,
    read: bearing.filter(({ listed }) => !listed).length,
    flows: rules.map((rule) => flowOf(rule, bearing, offers.length, top)),
  }
}

function flowOf(
  { id, title, parts }: FlowRule,
  offers: readonly Offer[],
  total: number,
  top: number,
): CorpusFlow {
  const bearers = offers.map((offer) => ({ ...offer, mask: maskOf(offer, parts) }))
  const toolsOf = ({ tools }: FlowServer, action: string): number => (tools[action] ?? []).length
  const all = parts.map((action) => sum(offers.map((offer) => toolsOf(offer, action))))
  const within = offers.map((offer) => product(parts.map((action) => toolsOf(offer, action))))
  const full = 2 ** parts.length - 1
  const tell = (one: Offer & Bearer): FlowServer => told(one, parts)
  return {
    rule: id,
    title,
    parts: parts.map((action, at) => ({
      action,
      servers: bearers.filter(({ mask }) => (mask & (1 << at)) !== 0).length,
      tools: all[at] ?? 0,
    })),
    sets: [...countCovers(bearers, parts.length)]
      .map(([size, sets]) => ({ size, sets }))
      .sort((a, b) => a.size - b.size),
    paths: product(all),
    acrossServers: product(all) - sum(within),
    clients: clientSizes
      .filter((servers) => servers <= total)
      .map((servers) => ({ servers, share: coveredShare(bearers, parts.length, total, servers) })),
    alone: bearers
      .filter(({ mask }) => mask === full)
      .slice(0, top)
      .map(tell),
    together: smallestCovers(
      bearers.filter(({ mask }) => mask !== full),
      parts.length,
      top,
    ).map((set) => set.map(tell)),
  }
}

function maskOf({ tools }: Offer, parts: readonly string[]): number {
  return parts.reduce((mask, action, at) => (tools[action] === undefined ? mask : mask | (1 << at)), 0)
}

function told({ artifact, name, source, tools }: Offer, parts: readonly string[]): FlowServer {
  const own = parts.flatMap((action) =>
    tools[action] === undefined ? [] : [[action, tools[action]] as const],
  )
  return { artifact, name, source, tools: Object.fromEntries(own) }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0)
}

function product(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all * one, 1)
}
