import type { EventRecord } from '@clawback/model'

const fields = ['url.domain', 'server.address', 'dns.question.name', 'tls.client.server_name'] as const
const none: readonly string[] = []
/** Hosts kept of one artifact. */
const most = 500

/** The hosts that records name, each with where from: `static` (read) or `observed` (run). In order of first sight. */
export function hostsOf(records: readonly EventRecord[]): readonly (readonly [string, string])[] {
  const found = new Map<string, readonly [string, string]>()
  const given = givenAddresses(records)
  for (const record of records) {
    if (record.stage !== 'read' && record.stage !== 'run') continue
    const basis = record.stage === 'run' ? 'observed' : 'static'
    for (const name of hostsIn(record, given))
      if (found.size < most) found.set(`${basis} ${name}`, [name, basis])
  }
  return [...found.values()]
}

/**
 * Addresses that the network of a run gave, the artifact does not name them: of the resolver, and what it answered with.
 * In the sandbox they are made up, one for each name, and two artifacts have one in common by chance.
 */
export function givenAddresses(records: readonly EventRecord[]): ReadonlySet<string> {
  return new Set(
    records
      .filter(({ stage, kind }) => stage === 'run' && kind === 'dns.query')
      .flatMap((record) => [...(record['dns.answers'] ?? []), record['network.peer.address'] ?? []].flat()),
  )
}

/** The hosts that one record names: lower case, without the dot of the root; each once. What was `given` in a run is none. */
export function hostsIn(record: EventRecord, given: ReadonlySet<string>): readonly string[] {
  const link = record['text.link']
  // Most records name none.
  if (link === undefined && fields.every((name) => record[name] === undefined)) return none
  const named = [...fields.map((name) => record[name]), linked(link)]
  return [
    ...new Set(
      named.flatMap((host) =>
        host === undefined || host === '' || (record.stage === 'run' && given.has(host))
          ? []
          : [host.toLowerCase().replace(/\.$/, '')].filter(isName),
      ),
    ),
  ]
}

/** A name or an address. Placeholders (`{}`), paths of sockets and dots alone are none. */
function isName(host: string): boolean {
  return /^[\p{L}\p{N}_.:[\]-]+$/u.test(host) && /[\p{L}\p{N}]/u.test(host)
}

function linked(link: string | undefined): string | undefined {
  if (link === undefined || !/^https?:\/\//i.test(link)) return undefined
  return URL.canParse(link) ? new URL(link).hostname : undefined
}
