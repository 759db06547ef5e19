/** Package surface: publint over every workspace that is not private. Exits 1 when one has a problem. */
import { readFileSync } from 'node:fs'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly workspaces?: readonly string[]
}

const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as Manifest

for (const folder of readManifest('.').workspaces ?? []) {
  const manifest = readManifest(folder)
  if (manifest.private === true) continue
  const { messages, pkg } = await publint({ pkgDir: folder, level: 'warning', strict: true, pack: false })
  for (const message of messages)
    console.error(`${manifest.name}: ${formatMessage(message, pkg) ?? message.code}`)
  if (messages.length > 0) process.exitCode = 1
}
