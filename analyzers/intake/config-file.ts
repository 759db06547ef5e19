import { readFile, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { readServers } from '../manifests/clients.js'
import type { ServerEntry } from '../manifests/clients.js'
import { maxBytes, parseData } from '../manifests/parse.js'
import type { Format } from '../manifests/parse.js'

const formats: Readonly<Record<string, Format>> = {
  '.json': 'json',
  '.jsonc': 'json',
  '.json5': 'json',
  '.toml': 'toml',
  '.yaml': 'yaml',
  '.yml': 'yaml',
}

/** The servers that a file lists, if it is an MCP client configuration; an empty list if it is anything else. */
export async function configServers(path: string): Promise<readonly ServerEntry[]> {
  const format = formats[extname(path).toLowerCase()]
  if (format === undefined || (await stat(path)).size > maxBytes[format]) return []
  const { data } = await parseData(await readFile(path), format)
  return data === undefined ? [] : readServers(data)
}
