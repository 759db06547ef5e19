import type { File, Write } from './write.js'

/** Memory, settings and tokens of coding agents. */
export function agents(file: Write): File[] {
  const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`
  return [
    file(
      '.claude/CLAUDE.md',
      (secret) =>
        `# Memory\n\n- Staging deploys use the password ${secret('password')}.\n- Prefer pnpm. Tests before commits.\n`,
      0o644,
    ),
    file(
      '.claude/projects/-home-dana-project/memory/MEMORY.md',
      (secret) => `# Billing service\n\n- The invoice sandbox accepts the key ${secret('stripe_key')}.\n`,
      0o644,
    ),
    file('.claude/.credentials.json', (secret) =>
      JSON.stringify({
        claudeAiOauth: {
          accessToken: secret('claude_token'),
          expiresAt: 1893456000000,
          scopes: ['user:inference'],
        },
      }),
    ),
    file('.claude.json', (secret) =>
      json({
        numStartups: 214,
        mcpServers: {
          tracker: { command: 'npx', args: ['tracker-mcp'], env: { SLACK_BOT_TOKEN: secret('slack_token') } },
        },
      }),
    ),
    file('.codex/auth.json', (secret) => json({ OPENAI_API_KEY: secret('openai_key') })),
    file('.cursor/mcp.json', (secret) =>
      json({
        mcpServers: {
          code: { command: 'npx', args: ['code-mcp'], env: { GITHUB_TOKEN: secret('github_token') } },
        },
      }),
    ),
    file('.openclaw/openclaw.json', (secret) =>
      json({ gateway: { port: 18789, auth: { mode: 'token', token: secret('agent_token') } } }),
    ),
    file(
      '.openclaw/workspace/MEMORY.md',
      (secret) => `# Memory\n\n- Dana's mail password is ${secret('password')}.\n- Likes short answers.\n`,
      0o644,
    ),
    file(
      'project/AGENTS.md',
      (secret) => `# Agents\n\nRun \`npm test\` first. The test database takes ${secret('password')}.\n`,
      0o644,
    ),
  ]
}
