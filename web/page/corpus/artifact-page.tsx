import type { ReportArtifact } from '@clawback/model'
import type { JSX } from 'preact'
import { ArtifactView } from '../artifact/artifact.jsx'
import { useFile } from './load.js'
import { Waiting } from './waiting.jsx'

/** One artifact of a corpus, from its own file. */
export function ArtifactPage({ id }: { readonly id: string }): JSX.Element {
  const digest = /^[0-9a-f]+$/.test(id) ? id : 'none'
  const loaded = useFile<ReportArtifact>(`data/artifacts/${digest.slice(0, 2)}/${digest}.json`)
  if (loaded.state !== 'there') return <Waiting loaded={loaded} />
  return <ArtifactView artifact={loaded.value} back={<a href="#/">← All artifacts</a>} />
}
