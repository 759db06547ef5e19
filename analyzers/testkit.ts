import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

import type { ArtifactFile, OpenArtifact } from '@clawback/model'
import { sha256 } from '@clawback/model'

/** Test kit: a folder of this repository as an open artifact, without the detour of intake. */
export async function openFolder(root: string): Promise<OpenArtifact> {
  const names = await readdir(root, { recursive: true })
  const files: ArtifactFile[] = []
  for (const name of names) {
    const path = join(root, name)
    const { size, mode } = await stat(path)
    const bytes = (await stat(path)).isFile() ? await readFile(path) : undefined
    if (bytes === undefined) continue
    const inside = relative(root, path).split(sep).join('/')
    files.push({ path: inside, size, sha256: sha256(bytes), executable: (mode & 0o111) !== 0 })
  }
  return { root, artifact: { ...emptyArtifact, files } }
}

export const emptyArtifact: OpenArtifact['artifact'] = {
  id: 'sha256:00',
  kind: 'skill',
  name: 'sample',
  origin: { type: 'folder', locator: '.' },
  files: [],
  links: [],
  servers: [],
  gaps: [],
}
