import type { ArtifactFile, EventRecord } from '@clawback/model'
import { givenAddresses, hostsIn } from '../../store/hosts.js'
import type { Examination } from '../../walk/examination.js'
import { hostObject } from './observables.js'
import { equals } from './pattern.js'
import { isReserved } from './reserved.js'

/** Something to look for elsewhere, and the rules whose findings rest on it. */
export interface Lead {
  readonly pattern: string
  readonly value: string
  readonly rules: readonly string[]
}

/** Files, URLs and hosts that the findings of an artifact rest on, suppressed ones left out; each once, in order. */
export function leadsOf(one: Examination): readonly Lead[] {
  const given = givenAddresses(one.records)
  const records = new Map(one.records.map((record) => [record.id, record]))
  const files = new Map(one.artifact.files.map((file) => [file.path, file]))
  const found = new Map<string, { readonly value: string; readonly rules: Set<string> }>()
  for (const { rule, evidence, suppressed } of one.findings) {
    if (suppressed !== undefined) continue
    for (const { record: id, region } of evidence) {
      const record = records.get(id)
      const places = [
        ...fileLead(region === undefined ? undefined : files.get(region.path)),
        ...(record === undefined ? [] : networkLeads(record, given)),
      ]
      for (const [pattern, value] of places) {
        const known = found.get(pattern) ?? { value, rules: new Set<string>() }
        found.set(pattern, known)
        known.rules.add(rule)
      }
    }
  }
  return [...found]
    .map(([pattern, { value, rules }]) => ({ pattern, value, rules: [...rules].sort() }))
    .sort((a, b) => (a.pattern < b.pattern ? -1 : 1))
}

type Pair = readonly [pattern: string, value: string]

/** An empty file is in every second package and stands for nothing. */
function fileLead(file: ArtifactFile | undefined): readonly Pair[] {
  return file === undefined || file.size === 0
    ? []
    : [[equals("file:hashes.'SHA-256'", file.sha256), file.path]]
}

/**
 * A host that is named within a longer URL is told by that URL alone: many share hosts such as those of code hosting,
 * and which of them are bad as a whole is not for an exporter to say. Addresses are told by themselves too, but
 * not those that the network of a run gave.
 */
function networkLeads(record: EventRecord, given: ReadonlySet<string>): readonly Pair[] {
  const urls = [record['url.full'], record['text.link']].flatMap((text) => parseUrl(text) ?? [])
  const precise = new Set(
    urls.filter((url) => url.pathname.length > 1 || url.search !== '').map(({ hostname }) => hostname),
  )
  const hosts = hostsIn(record, given).flatMap((name): Pair[] => {
    const host = hostObject(name)
    if (host === undefined || isReserved(host.value)) return []
    return host.type === 'domain-name' && precise.has(host.value)
      ? []
      : [[equals(`${host.type}:value`, host.value), host.value]]
  })
  return [...urls.map(({ href }): Pair => [equals('url:value', href), href]), ...hosts]
}

function parseUrl(text: string | undefined): URL | undefined {
  if (text === undefined || !/^https?:\/\//i.test(text)) return undefined
  const cut = withoutTail(text)
  if (!URL.canParse(cut)) return undefined
  const url = new URL(cut)
  const host = hostObject(url.hostname)
  return host === undefined || isReserved(host.value) ? undefined : url
}

/** Without what closes the text around a URL: quotes, and brackets that were not opened within it. */
function withoutTail(url: string): string {
  let end = url.length
  for (; end > 0; end--) {
    const last = url[end - 1] ?? ''
    const open = openings[last]
    if (open === undefined || url.lastIndexOf(open, end - 2) >= 0) break
  }
  return url.slice(0, end)
}

/** What closes -> what opens it. A quote closes what no quote within the URL opened. */
const openings: Readonly<Record<string, string>> = {
  ...{ ')': '(', ']': '[', '}': '{', '>': '<' },
  ...{ '"': '"', "'": "'", '`': '`' },
}
