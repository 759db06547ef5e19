import type { OpenArtifact } from '@clawback/model'
import { createHash } from 'node:crypto'
import { lstat, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { treeId } from './identify.js'

const listBytes = 2 * 1024 * 1024
/** Name of the list in the artifact; a manifest of tools to whoever reads it. */
const inside = 'tools.json'

/**
 * The artifact of a configured server with the answer to `tools/list` that lies beside the configuration, as
 * `NAME.tools.json` or `tools/NAME.json`, as one more file. A link is not followed.
 */
export async function withToolList(open: OpenArtifact, name: string, config: string): Promise<OpenArtifact> {
  const { artifact } = open
  if (!/^[\w@.-]+$/.test(name) || artifact.files.some(({ path }) => path === inside)) return open
  for (const beside of [`${name}.tools.json`, join('tools', `${name}.json`)]) {
    const path = join(dirname(config), beside)
    const info = await lstat(path).catch(() => undefined)
    if (info?.isFile() !== true || info.size > listBytes) continue
    const content = await readFile(path)
    await writeFile(join(open.root, inside), content, { mode: 0o644 })
    const sha256 = createHash('sha256').update(content).digest('hex')
    const files = [...artifact.files, { path: inside, size: content.length, sha256, executable: false }]
    return { ...open, artifact: { ...artifact, id: treeId(files, artifact.links), files } }
  }
  return open
}
