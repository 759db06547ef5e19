import { join } from 'node:path'
import { at, members, string } from '../manifests/data.js'
import { maxBytes, parseData } from '../manifests/parse.js'
import type { View } from './view.js'

/** The home of one person, below the root. */
export interface Home {
  readonly path: string
  readonly user: string
}

const homeFolders = ['/home', '/Users', '/mnt/c/Users']
/** Folders beside homes that are nobody's. */
const nobody: ReadonlySet<string> = new Set([
  'Shared',
  'Public',
  'Default',
  'Default User',
  'All Users',
  'lost+found',
])

/** The homes of a machine: those named, or everyone's, the administrator's, and the root where it is a home itself. */
export async function findHomes(view: View, named: readonly string[] | undefined): Promise<readonly Home[]> {
  if (named !== undefined) return named.map((path) => ({ path: join('/', path), user: userOf(path) }))
  const homes: Home[] = []
  for (const folder of homeFolders)
    for (const user of await view.folders(folder))
      if (!nobody.has(user)) homes.push({ path: join(folder, user), user })
  const top = await view.folders('/')
  if (top.includes('root')) homes.push({ path: '/root', user: 'root' })
  if (view.root !== '/' && top.some((name) => /^\.\w/.test(name)))
    homes.push({ path: '/', user: userOf(view.root) })
  return homes
}

function userOf(path: string): string {
  return path.split('/').filter(Boolean).at(-1) ?? 'root'
}

/** Names that mark a folder as a project that agents work in. */
const marks: ReadonlySet<string> = new Set([
  '.git',
  '.mcp.json',
  '.claude',
  '.cursor',
  '.vscode',
  '.codex',
  '.windsurf',
  '.gemini',
  '.roo',
  '.kiro',
  '.amazonq',
  '.github',
  '.openclaw',
  '.agents',
  '.amp',
  '.trae',
  '.zed',
  '.continue',
  'CLAUDE.md',
  'AGENTS.md',
  'GEMINI.md',
  '.cursorrules',
  '.windsurfrules',
  '.clinerules',
  '.goosehints',
  '.roomodes',
  'opencode.json',
  'opencode.jsonc',
])
const skipped: ReadonlySet<string> = new Set([
  'node_modules',
  'Library',
  'AppData',
  'site-packages',
  'venv',
  'dist',
  'build',
  'target',
  'vendor',
  'snap',
])
const projectDepth = 5
const mostFolders = 20_000

/** Projects in a home: folders that carry a mark, and those that clients remember. */
export async function findProjects(view: View, home: Home): Promise<readonly string[]> {
  const found = new Set<string>()
  const queue: { readonly path: string; readonly depth: number }[] = [{ path: home.path, depth: 0 }]
  for (let looked = 0; queue.length > 0; looked++) {
    const { path, depth } = queue.shift() ?? { path: home.path, depth: 0 }
    if (looked >= mostFolders) {
      view.gap({
        reason: 'limit',
        path,
        detail: `more than ${mostFolders} folders in a home`,
        material: true,
      })
      break
    }
    const names = await view.names(path)
    if (depth > 0 && names.some((name) => marks.has(name))) found.add(path)
    if (depth < projectDepth)
      for (const name of await view.folders(path))
        if (!name.startsWith('.') && !skipped.has(name))
          queue.push({ path: join(path, name), depth: depth + 1 })
  }
  for (const path of await remembered(view, home)) found.add(path)
  return [...found].sort()
}

/** Claude Code lists every folder it was started in, VS Code every workspace it opened. */
async function remembered(view: View, home: Home): Promise<string[]> {
  const paths: string[] = []
  const bytes = await view.read(join(home.path, '.claude.json'), maxBytes.json)
  const { data } = bytes === undefined ? {} : await parseData(bytes, 'json')
  for (const { key } of members(at(data, 'projects'))) if (key.startsWith('/')) paths.push(key)
  for (const folder of ['.config/Code', 'Library/Application Support/Code', '.config/Cursor'])
    for (const file of await view.find(home.path, `${folder}/User/workspaceStorage/*/workspace.json`)) {
      const content = await view.read(file, 64 * 1024)
      const { data: workspace } = content === undefined ? {} : await parseData(content, 'json')
      const uri = string(at(workspace, 'folder'))
      if (uri?.startsWith('file:///') === true) paths.push(safeDecode(uri.slice('file://'.length)))
    }
  const real: string[] = []
  for (const path of paths)
    if ((await view.names(path)).length > 0 && path !== home.path) real.push(join('/', path))
  return real
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
