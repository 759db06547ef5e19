import type { AskedName } from './dns.js'
import type { About, Session } from './session.js'

/** Records questions and looks for planted values in their labels, one by one and joined over the zone. */
export function recordDns(asked: readonly AskedName[], session: Session, about: About): void {
  for (const { name, sent = name, type, answers } of asked) {
    const because = session.observe(
      'dns.query',
      {
        'dns.question.name': session.excerpt.text(name),
        'dns.question.type': type,
        'network.protocol.name': 'dns',
        ...(answers.length === 0 ? {} : { 'dns.answers': answers }),
      },
      about,
    )
    const { zone, labels } = splitZone(sent)
    const way = { to: zone.toLowerCase(), because, ...(about.flow === undefined ? {} : { flow: about.flow }) }
    if (labels.length === 0) continue
    session.leaks.see({ channel: 'dns', bytes: Buffer.from(sent), ...way })
    const joined = (text: string, stream: string): void =>
      session.leaks.see({
        channel: 'dns',
        bytes: Buffer.from(text),
        ...way,
        stream: `dns:${way.to}:${stream}`,
        joinOnly: true,
      })
    joined(labels.join(''), 'all')
    if (labels.length > 1)
      joined(
        labels.reduce((a, b) => (b.length > a.length ? b : a), ''),
        'longest',
      )
  }
}

/**
 * The last two labels are taken as the zone, whatever registry they belong to: for the few zones with a longer suffix,
 * one constant label more is joined, which the longest-label stream leaves out.
 */
export function splitZone(name: string): { readonly zone: string; readonly labels: readonly string[] } {
  const labels = name.split('.').filter((label) => label !== '')
  return { zone: labels.slice(-2).join('.'), labels: labels.slice(0, -2) }
}
