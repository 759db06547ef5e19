import type { McpServer } from '@clawback/model'
import { objectOf, readJsonObject, textMembers, textOf, textsOf } from './json.js'
import type { JsonObject } from './json.js'
import { inTree } from './package.js'

/** Reads the manifest.json of an MCP bundle (.mcpb, formerly .dxt). */
export async function readBundle(root: string, path: string): Promise<JsonObject | undefined> {
  return readJsonObject(root, path)
}

/** Whether a manifest.json is one of an MCP bundle. */
export function isBundle(manifest: JsonObject | undefined): boolean {
  const server = objectOf(manifest?.['server'])
  const versioned = manifest?.['manifest_version'] !== undefined || manifest?.['dxt_version'] !== undefined
  return versioned && server !== undefined && (server['mcp_config'] !== undefined || 'entry_point' in server)
}

/** How the server of a bundle is started, with the bundle unpacked at `root`. */
export function bundleServers(manifest: JsonObject, root: string): McpServer[] {
  const server = objectOf(manifest['server'])
  const config = objectOf(server?.['mcp_config'])
  const name = textOf(manifest, 'name') ?? 'server'
  const place = (text: string): string => text.replaceAll('${__dirname}', root)
  const command = textOf(config, 'command')
  if (command !== undefined) {
    const env = Object.fromEntries(textMembers(config?.['env']).map(([key, value]) => [key, place(value)]))
    const args = textsOf(config?.['args']).map(place)
    return [{ name, launch: { type: 'stdio', command: place(command), args, env, cwd: root } }]
  }
  const entry = inTree(textOf(server, 'entry_point') ?? '.')
  if (entry === undefined) return []
  const runner = textOf(server, 'type') === 'python' ? 'python3' : 'node'
  return [
    {
      name,
      launch: { type: 'stdio', command: runner, args: [`${root}/${entry}`], env: {}, cwd: root },
    },
  ]
}
