import type { CallInput, Value } from '../nouns.js'
import { asText } from '../values.js'

/** Makers of clients that put one address in front of every request, and the names under which they are given it. */
const makers: ReadonlyMap<string, readonly string[]> = new Map([
  ['httpx.Client', ['base_url']],
  ['httpx.AsyncClient', ['base_url']],
  ['aiohttp.ClientSession', ['base_url']],
  ['Faraday.new', ['url']],
  ['axios.create', ['baseURL']],
  ['GuzzleHttp.Client', ['base_uri']],
  ['Symfony.Component.HttpClient.HttpClient.create', ['base_uri']],
  ['Illuminate.Support.Facades.Http.baseUrl', []],
  ['ky.create', ['prefixUrl']],
  ['got.extend', ['prefixUrl']],
  ['ofetch.create', ['baseURL']],
])

/** Those that are given the name of a host. */
const ofHosts: ReadonlySet<string> = new Set(['Net::HTTP.new', 'Net::HTTP.start'])

/** The address that a client made by this call asks. */
export function baseAddress(name: string, { args, named }: CallInput): string | undefined {
  const host = ofHosts.has(name) && args[0] !== undefined ? asText(args[0]) : undefined
  if (host !== undefined && /^[\w.-]{1,253}$/.test(host)) return `https://${host}`
  const keys = makers.get(name)
  if (keys === undefined) return undefined
  const options: readonly (Value | undefined)[] = [
    ...keys.map((key) => named.get(key)),
    ...keys.map((key) => args[0]?.shape?.get(key)),
    name.startsWith('aiohttp.') || name.startsWith('Faraday.') || keys.length === 0 ? args[0] : undefined,
  ]
  const given = options.find((value) => value !== undefined)
  const text = given === undefined ? undefined : asText(given)
  return text !== undefined && /^https?:\/\//.test(text) ? text : undefined
}

/** Arguments of a call, with the address of its client in front of a path. */
export function withBase(texts: readonly string[], { receiver }: CallInput): readonly string[] {
  const [first, ...rest] = texts
  if (receiver?.base === undefined || first === undefined) return texts
  const isPath = !/^[a-z][a-z0-9+.-]*:/i.test(first) && !first.includes('=')
  return isPath ? [`${receiver.base.replace(/\/+$/, '')}/${first.replace(/^\/+/, '')}`, ...rest] : texts
}
