import { maybeTextOf, textOf } from '@clawback/ledger'
import type { Ledger } from '@clawback/ledger'

/** What a store holds of the sources and artifacts, small enough to be looked at as a whole. */
export interface CorpusState {
  readonly sources: ReadonlyMap<string, KnownSource>
  /** Source -> artifacts it held when last looked at. */
  readonly held: ReadonlyMap<string, readonly string[]>
  readonly artifacts: ReadonlyMap<string, KnownArtifact>
}

interface KnownSource {
  readonly collection: string
  readonly stamp: string
  /** Keys of the last try, reading and running. */
  readonly tried: string
  /** Code of the error that ended the last try. */
  readonly code?: string
  /** Label, family, who said so and where it came from, as one text to compare. */
  readonly said: string
}

interface KnownArtifact {
  readonly reading: string
  readonly running: string
  readonly judging: string
}

/** Reads the state of a corpus store; a few megabytes for ten thousand artifacts. */
export async function readState(ledger: Ledger): Promise<CorpusState> {
  const sources = new Map<string, KnownSource>()
  for (const row of await ledger.all('SELECT * FROM source')) {
    const code = maybeTextOf(row, 'code')
    sources.set(textOf(row, 'source'), {
      collection: textOf(row, 'collection'),
      stamp: textOf(row, 'stamp'),
      tried: textOf(row, 'tried'),
      said: JSON.stringify([row['label'], row['family'], row['labelled'], row['provenance']]),
      ...(code === undefined ? {} : { code }),
    })
  }
  const held = new Map<string, string[]>()
  for (const row of await ledger.all('SELECT source, artifact FROM copy WHERE until IS NULL')) {
    const source = textOf(row, 'source')
    held.set(source, [...(held.get(source) ?? []), textOf(row, 'artifact')])
  }
  const artifacts = new Map<string, KnownArtifact>()
  for (const row of await ledger.all(
    'SELECT o.artifact, o.reading, o.running, e.judging FROM observation o JOIN examination e USING (artifact)',
  ))
    artifacts.set(textOf(row, 'artifact'), {
      reading: textOf(row, 'reading'),
      running: textOf(row, 'running'),
      judging: textOf(row, 'judging'),
    })
  return { sources, held, artifacts }
}
