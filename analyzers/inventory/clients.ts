import type { Format } from '../manifests/parse.js'
import type { Scope } from './discovery.js'

/** What lies at a path, and how it is read. */
export type Reads =
  /** A configuration: servers (at `at`, everywhere when absent) and hooks. */
  | { readonly reads: 'config'; readonly format: Format; readonly at?: string }
  /** A folder of skill folders. */
  | { readonly reads: 'skills' }
  | { readonly reads: 'instructions' }
  /** Files that each define an agent. */
  | { readonly reads: 'agents' }
  /** The manifest of an installed MCP bundle. */
  | { readonly reads: 'bundle' }

/** One row: a client and a path that it reads, below a home, a project, or the root of the machine. */
export type ClientPath = {
  readonly client: string
  readonly below: 'home' | 'project' | 'machine'
  readonly scope: Scope
  /** `*` stands for one name, `**` for up to six folders. */
  readonly path: string
} & Reads

const json = { reads: 'config', format: 'json' } as const
const toml = { reads: 'config', format: 'toml' } as const
const yaml = { reads: 'config', format: 'yaml' } as const
const skills = { reads: 'skills' } as const
const instructions = { reads: 'instructions' } as const
const agents = { reads: 'agents' } as const

/** Where desktop programs keep their data: Linux, macOS, Windows (a mounted disk, WSL). */
const appData = ['.config', 'Library/Application Support', 'AppData/Roaming']
const codeVariants = ['Code', 'Code - Insiders', 'VSCodium', 'Cursor', 'Windsurf']

function user(client: string, path: string, what: Reads): ClientPath {
  return { client, below: 'home', scope: 'user', path, ...what }
}

function plugin(client: string, path: string, what: Reads): ClientPath {
  return { client, below: 'home', scope: 'plugin', path, ...what }
}

function project(client: string, path: string, what: Reads): ClientPath {
  return { client, below: 'project', scope: 'project', path, ...what }
}

function managed(client: string, path: string, what: Reads): ClientPath {
  return { client, below: 'machine', scope: 'managed', path, ...what }
}

function app(client: string, path: string, what: Reads): ClientPath[] {
  return appData.map((folder) => user(client, `${folder}/${path}`, what))
}

/** Extensions of VS Code keep their own files below each of its variants. */
function extension(client: string, path: string): ClientPath[] {
  return codeVariants.flatMap((variant) => app(client, `${variant}/User/globalStorage/${path}`, json))
}

/** The one table of clients (docs/how-to/add-a-client.md). */
export const clientPaths: readonly ClientPath[] = [
  user('claude-code', '.claude.json', json),
  user('claude-code', '.claude/settings.json', json),
  user('claude-code', '.claude/settings.local.json', json),
  user('claude-code', '.claude/skills', skills),
  user('claude-code', '.claude/agents/*.md', agents),
  user('claude-code', '.claude/CLAUDE.md', instructions),
  plugin('claude-code', '.claude/plugins/cache/**/.mcp.json', json),
  plugin('claude-code', '.claude/plugins/cache/**/hooks/hooks.json', json),
  plugin('claude-code', '.claude/plugins/cache/**/skills', skills),
  project('claude-code', '.mcp.json', json),
  project('claude-code', '.claude/settings.json', json),
  project('claude-code', '.claude/settings.local.json', json),
  project('claude-code', '.claude/skills', skills),
  project('claude-code', '.claude/agents/*.md', agents),
  project('claude-code', '.claude/rules/*.md', instructions),
  project('claude-code', 'CLAUDE.md', instructions),
  managed('claude-code', 'etc/claude-code/managed-settings.json', json),
  managed('claude-code', 'etc/claude-code/managed-mcp.json', json),
  managed('claude-code', 'Library/Application Support/ClaudeCode/managed-settings.json', json),
  managed('claude-code', 'Library/Application Support/ClaudeCode/managed-mcp.json', json),

  ...app('claude-desktop', 'Claude/claude_desktop_config.json', json),
  ...app('claude-desktop', 'Claude/Claude Extensions/*/manifest.json', { reads: 'bundle' }),

  user('cursor', '.cursor/mcp.json', json),
  user('cursor', '.cursor/hooks.json', json),
  user('cursor', '.cursor/skills', skills),
  plugin('cursor', '.cursor/plugins/**/.mcp.json', json),
  project('cursor', '.cursor/mcp.json', json),
  project('cursor', '.cursor/hooks.json', json),
  project('cursor', '.cursor/skills', skills),
  project('cursor', '.cursor/rules/**/*.mdc', instructions),
  project('cursor', '.cursorrules', instructions),
  managed('cursor', 'etc/cursor/hooks.json', json),
  managed('cursor', 'Library/Application Support/Cursor/hooks.json', json),

  ...codeVariants
    .slice(0, 3)
    .flatMap((variant) => [
      ...app('vscode', `${variant}/User/mcp.json`, json),
      ...app('vscode', `${variant}/User/settings.json`, { ...json, at: 'mcp.servers' }),
      ...app('vscode', `${variant}/User/profiles/*/mcp.json`, json),
    ]),
  user('vscode', '.vscode/mcp.json', json),
  project('vscode', '.vscode/mcp.json', json),
  project('vscode', '.vscode/settings.json', { ...json, at: 'mcp.servers' }),
  user('copilot', '.copilot/mcp-config.json', json),
  user('copilot', '.copilot/skills', skills),
  project('copilot', '.github/skills', skills),
  project('copilot', '.github/copilot-instructions.md', instructions),
  project('copilot', '.github/agents/*.md', agents),

  user('codex', '.codex/config.toml', toml),
  user('codex', '.codex/*.config.toml', toml),
  user('codex', '.codex/hooks.json', json),
  user('codex', '.codex/skills', skills),
  user('codex', '.codex/AGENTS.md', instructions),
  plugin('codex', '.codex/plugins/**/.mcp.json', json),
  project('codex', '.codex/config.toml', toml),
  project('codex', 'AGENTS.md', instructions),
  managed('codex', 'etc/codex/config.toml', toml),
  managed('codex', 'etc/codex/requirements.toml', toml),
  managed('codex', 'etc/codex/skills', skills),

  user('windsurf', '.codeium/windsurf/mcp_config.json', json),
  user('windsurf', '.codeium/windsurf/skills', skills),
  project('windsurf', '.windsurf/mcp.json', json),
  project('windsurf', '.windsurf/skills', skills),
  project('windsurf', '.windsurf/rules/*.md', instructions),
  project('windsurf', '.windsurfrules', instructions),
  managed('windsurf', 'etc/windsurf/skills', skills),
  user('devin', '.config/devin/mcp_config.json', json),
  user('devin', '.config/devin/config.json', json),

  user('gemini', '.gemini/settings.json', json),
  user('gemini', '.gemini/skills', skills),
  user('gemini', '.gemini/GEMINI.md', instructions),
  plugin('gemini', '.gemini/extensions/*/gemini-extension.json', json),
  project('gemini', '.gemini/settings.json', json),
  project('gemini', 'GEMINI.md', instructions),
  managed('gemini', 'etc/gemini-cli/settings.json', json),
  user('antigravity', '.gemini/antigravity/mcp_config.json', json),
  user('antigravity', '.gemini/config/mcp_config.json', json),
  user('antigravity', '.gemini/antigravity/skills', skills),

  ...extension('cline', 'saoudrizwan.claude-dev/settings/cline_mcp_settings.json'),
  user('cline', '.cline/data/settings/cline_mcp_settings.json', json),
  project('cline', '.clinerules', instructions),
  project('cline', '.clinerules/*.md', instructions),
  ...extension('roo', 'rooveterinaryinc.roo-cline/settings/mcp_settings.json'),
  project('roo', '.roo/mcp.json', json),
  project('roo', '.roomodes', instructions),

  user('zed', '.config/zed/settings.json', { ...json, at: 'context_servers' }),
  project('zed', '.zed/settings.json', { ...json, at: 'context_servers' }),
  project('zed', '.rules', instructions),

  user('opencode', '.config/opencode/opencode.json', { ...json, at: 'mcp' }),
  user('opencode', '.config/opencode/opencode.jsonc', { ...json, at: 'mcp' }),
  project('opencode', 'opencode.json', { ...json, at: 'mcp' }),
  project('opencode', 'opencode.jsonc', { ...json, at: 'mcp' }),
  managed('opencode', 'etc/opencode/opencode.json', { ...json, at: 'mcp' }),

  user('openclaw', '.openclaw/openclaw.json', { ...json, at: 'mcp.servers' }),
  user('openclaw', '.clawdbot/clawdbot.json', { ...json, at: 'mcp.servers' }),
  user('openclaw', '.openclaw/skills', skills),
  user('openclaw', '.openclaw/workspace/skills', skills),
  user('openclaw', '.openclaw/workspace/*.md', instructions),
  project('openclaw', '.openclaw/skills', skills),

  user('goose', '.config/goose/config.yaml', { ...yaml, at: 'extensions' }),
  user('goose', 'Library/Application Support/Block/goose/config/config.yaml', { ...yaml, at: 'extensions' }),
  project('goose', '.goosehints', instructions),

  user('continue', '.continue/config.yaml', yaml),
  user('continue', '.continue/config.json', json),
  project('continue', '.continue/mcpServers/*.yaml', yaml),
  project('continue', '.continue/mcp.json', json),

  user('kiro', '.kiro/settings/mcp.json', json),
  user('kiro', '.kiro/skills', skills),
  project('kiro', '.kiro/settings/mcp.json', json),
  project('kiro', '.kiro/steering/*.md', instructions),

  user('amazon-q', '.aws/amazonq/mcp.json', json),
  user('amazon-q', '.aws/amazonq/default.json', json),
  user('amazon-q', '.aws/amazonq/agents/*.json', json),
  project('amazon-q', '.amazonq/mcp.json', json),
  project('amazon-q', '.amazonq/rules/*.md', instructions),

  user('amp', '.config/amp/settings.json', { ...json, at: 'amp.mcpServers' }),
  user('amp', '.config/agents/skills', skills),
  project('amp', '.amp/skills', skills),
  user('augment', '.augment/settings.json', json),
  user('boltai', '.boltai/mcp.json', json),
  user('crush', '.config/crush/crush.json', { ...json, at: 'mcp' }),
  user('factory', '.factory/mcp.json', json),
  user('hermes', '.hermes/config.yaml', { ...yaml, at: 'mcp_servers' }),
  user('junie', '.junie/mcp/mcp.json', json),
  user('kilo', '.config/kilo/kilo.jsonc', { ...json, at: 'mcp' }),
  user('kimi', '.kimi-code/mcp.json', json),
  user('lm-studio', '.lmstudio/mcp.json', json),
  user('vibe', '.vibe/config.toml', toml),
  user('openhands', '.openhands/mcp.json', json),
  user('qoder', '.qoder/settings.json', json),
  user('qwen', '.qwen/settings.json', json),
  user('rovo-dev', '.rovodev/mcp.json', json),
  user('tabnine', '.tabnine/mcp_servers.json', json),
  user('warp', '.warp/.mcp.json', json),
  user('grok', '.grok/config.toml', toml),
  project('trae', '.trae/mcp.json', json),

  // Read by several clients, owned by none.
  user('shared', '.agents/skills', skills),
  project('shared', '.agents/skills', skills),
]
