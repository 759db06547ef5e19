import type { McpServer } from '@clawback/model'
import { readFile, stat } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { readServers } from '../manifests/clients.js'
import { parseData } from '../manifests/parse.js'
import { insideCell, inTree } from './package.js'

const files = ['.mcp.json', 'mcp.json', '.claude-plugin/plugin.json', 'gemini-extension.json']
const fileBytes = 1024 * 1024
const variables = /^\$\{?(CLAUDE_PLUGIN_ROOT|extensionPath|workspaceFolder|__dirname|PWD)\}?\/?/

/** The servers that a plugin or folder configures and whose code lies in it, as a cell would start them. */
export async function declaredServers(
  root: string,
  has: (path: string) => boolean,
): Promise<readonly McpServer[]> {
  const servers: McpServer[] = []
  for (const path of files.filter(has)) {
    const file = join(root, path)
    if ((await stat(file)).size > fileBytes) continue
    const { data } = await parseData(await readFile(file), 'json')
    for (const { name, launch } of data === undefined ? [] : readServers(data)) {
      if (launch.type === 'http') continue
      const [command = '', ...args] = [launch.command, ...launch.args].map((word) => placed(word, has))
      if ([command, ...args].some((word) => word.startsWith(`${insideCell}/`)))
        servers.push({ name, launch: { type: 'stdio', command, args, env: launch.env, cwd: insideCell } })
    }
  }
  return servers.slice(0, 64)
}

function placed(word: string, has: (path: string) => boolean): string {
  const path = inTree(word.replace(variables, './'))
  return path !== undefined && !word.startsWith('-') && !posix.isAbsolute(word) && has(path)
    ? posix.join(insideCell, path)
    : word
}
