import { numberOf, textOf } from '@clawback/ledger'
import type { Ledger } from '@clawback/ledger'
import { markdown, quoted } from './markers.js'

/** How fast the first run of a store was, and what that comes to for more artifacts and more machines. */
export async function paceTables(ledger: Ledger): Promise<readonly (readonly [string, string])[]> {
  const run = (await ledger.get('SELECT id, started, ended FROM run ORDER BY id LIMIT 1')) ?? {}
  const jobs =
    (await ledger.get(`SELECT count(*) AS n, sum(ms) AS ms FROM job WHERE run = 1 AND status = 'done'`)) ?? {}
  const all = numberOf((await ledger.get('SELECT count(*) AS n FROM job WHERE run = 1')) ?? {}, 'n')
  const size = (await ledger.get('SELECT sum(records) AS records FROM observation')) ?? {}
  const last = textOf(
    (await ledger.get('SELECT max(examined) AS t FROM examination WHERE run = 1')) ?? {},
    't',
  )
  const hours = (Date.parse(last) - Date.parse(textOf(run, 'started'))) / 3_600_000
  const done = numberOf(jobs, 'n')
  const rate = done / hours
  const busy = numberOf(jobs, 'ms') / 3_600_000
  const slow = await ledger.all(
    `SELECT e.name, e.artifact, j.ms, o.records FROM job j JOIN copies c ON j.id LIKE '%' || c.source
     JOIN examination e USING (artifact) JOIN observation o USING (artifact)
     WHERE j.run = 1 AND j.status = 'done' ORDER BY j.ms DESC LIMIT 10`,
  )
  return [
    [
      'run',
      markdown(
        ['what', 'how much'],
        [
          ['looked at', `${done} of ${all}`],
          ['from, to', `${textOf(run, 'started').slice(0, 16)}Z, ${last.slice(0, 16)}Z`],
          ['hours', hours.toFixed(2)],
          ['skills an hour', rate.toFixed(0)],
          ['seconds of a worker for one skill', ((busy * 3600) / done).toFixed(1)],
          ['records', numberOf(size, 'records').toLocaleString('en')],
        ],
      ),
    ],
    [
      'slowest',
      markdown(
        ['skill', 'digest', 'seconds', 'records'],
        slow.map((row) => [
          quoted(textOf(row, 'name'), 40),
          `\`${textOf(row, 'artifact').slice(7, 19)}\``,
          (numberOf(row, 'ms') / 1000).toFixed(0),
          numberOf(row, 'records').toLocaleString('en'),
        ]),
      ),
    ],
    [
      'more',
      markdown(
        ['machines like this one', '10,000 skills', '1,000,000 skills'],
        [1, 4, 16, 64].map((machines) => [
          machines,
          ...[10_000, 1_000_000].map((skills) => duration(skills / rate / machines)),
        ]),
      ),
    ],
  ]
}

function duration(hours: number): string {
  return hours < 48 ? `${hours.toFixed(1)} h` : `${(hours / 24).toFixed(1)} days`
}
