import { posix } from 'node:path'
import type { Format } from './parse.js'

/** What a file is as a manifest, and how it is written. */
export interface ManifestKind {
  /** `manifest.type` of its facts. */
  readonly type: string
  readonly format: Format | 'frontmatter' | 'lines' | 'script' | 'setup'
}

/** First match wins; patterns look at the whole path below the artifact root. */
const kinds: readonly (readonly [RegExp, ManifestKind])[] = [
  [/(^|\/)skill\.md$/i, { type: 'skill', format: 'frontmatter' }],
  [/(^|\/)package\.json$/, { type: 'package.json', format: 'json' }],
  [/(^|\/)pyproject\.toml$/, { type: 'pyproject', format: 'toml' }],
  [
    /(^|\/)requirements[\w.-]*\.(txt|in)$|(^|\/)requirements\/[\w.-]+\.txt$/,
    { type: 'requirements', format: 'lines' },
  ],
  [/(^|\/)setup\.py$/, { type: 'setup', format: 'setup' }],
  [/(^|\/)\.npmrc$|(^|\/)pip\.conf$/, { type: 'registry', format: 'lines' }],
  [/(^|\/)\.claude-plugin\/[\w-]+\.json$|(^|\/)gemini-extension\.json$/, { type: 'plugin', format: 'json' }],
  [/(^|\/)hooks\.json$|(^|\/)hooks\/[\w-]+\.json$/, { type: 'hooks', format: 'json' }],
  [/(^|\/)(managed-)?settings(\.local)?\.json$/, { type: 'settings', format: 'json' }],
  [/(^|\/)(mcp[-_])?tools?\.json$|\.tools?\.json$/, { type: 'tools', format: 'json' }],
  [
    /(^|\/)\.?(mcp|managed-mcp|mcp[-_]config|mcp[-_]settings|cline_mcp_settings|claude_desktop_config)\.jsonc?$/,
    { type: 'mcp', format: 'json' },
  ],
  [/(^|\/)(opencode|openclaw|crush|kilo)\.jsonc?$|(^|\/)\.claude\.json$/, { type: 'mcp', format: 'json' }],
  [/(^|\/)\.?codex\/[\w.-]*config\.toml$/, { type: 'mcp', format: 'toml' }],
  [
    /(^|\/)\.continue\/(config|mcpServers\/[\w.-]+)\.ya?ml$|(^|\/)goose\/config\.yaml$/,
    { type: 'mcp', format: 'yaml' },
  ],
  [/(^|\/)manifest\.json$/, { type: 'bundle', format: 'json' }],
  [/(^|\/)server\.json$/, { type: 'server', format: 'json' }],
  [/(^|\/)\.vscode\/tasks\.json$/, { type: 'tasks', format: 'json' }],
  [/(^|\/)\.?devcontainer\.json$/, { type: 'devcontainer', format: 'json' }],
  [/(^|\/)agents\/[^/]+\.md$/, { type: 'agent', format: 'frontmatter' }],
  [/(^|\/)commands\/(.+\/)?[^/]+\.md$/, { type: 'command', format: 'frontmatter' }],
  [/\.mdc$/, { type: 'rules', format: 'frontmatter' }],
  [/\.py$/, { type: 'script', format: 'script' }],
]

/** The manifest that a path names; undefined for everything else and for installed dependencies. */
export function manifestKind(path: string): ManifestKind | undefined {
  if (path.split('/').includes('node_modules')) return undefined
  return kinds.find(([pattern]) => pattern.test(posix.normalize(path)))?.[1]
}
