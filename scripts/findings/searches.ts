/** A question that no table of the store answers: a pattern, searched as `clawback bulk grep` does. */
export interface Search {
  readonly about: string
  readonly what: string
  readonly pattern: RegExp
  /** Kinds of records. */
  readonly records: readonly string[]
}

const written = ['text.span', 'code.call', 'code.flow']
const seen = ['process.exec']
const program = String.raw`(?:^|[\s;&|(])`

export const searches: readonly Search[] = [
  {
    ...{ about: 'install', what: 'a download piped into a shell', records: written },
    pattern: /(?:curl|wget)\b[^|\n]{0,200}\|\s*(?:sudo\s+)?(?:ba|z)?sh\b/u,
  },
  {
    ...{ about: 'install', what: 'npx that asks nobody (-y)', records: written },
    pattern: /\bnpx\s+(?:-y|--yes)\s/u,
  },
  { ...{ about: 'install', what: 'npx', records: written }, pattern: /\bnpx\s+[@a-z-]/u },
  { ...{ about: 'install', what: 'pip install', records: written }, pattern: /\bpip3?\s+install\b/u },
  {
    ...{ about: 'install', what: 'npm install -g', records: written },
    pattern: /\bnpm\s+(?:i|install)\s+(?:-g|--global)\b/u,
  },
  { ...{ about: 'install', what: 'brew install', records: written }, pattern: /\bbrew\s+install\b/u },
  { ...{ about: 'install', what: 'git clone', records: written }, pattern: /\bgit\s+clone\b/u },
  {
    ...{ about: 'install', what: 'another skill (clawhub install)', records: written },
    pattern: /\bclawd?hub\s+install\b/u,
  },
  {
    ...{ about: 'installed', what: 'pip was started', records: seen },
    pattern: new RegExp(`^(?:\\S*/)?pip3?\\s+install\\b`, 'u'),
  },
  { ...{ about: 'installed', what: 'npx was started', records: seen }, pattern: /^(?:\S*\/)?npx\s/u },
  {
    ...{ about: 'installed', what: 'git clone was started', records: seen },
    pattern: /^(?:\S*\/)?git\s+clone\b/u,
  },
  {
    ...{ about: 'place', what: 'crontab', records: written },
    pattern: new RegExp(`${program}crontab\\b`, 'u'),
  },
  {
    ...{ about: 'place', what: 'launchd or systemd', records: written },
    pattern:
      /\blaunchctl\s+(?:load|start|bootstrap)\b|\bsystemctl\s+(?:--user\s+)?(?:enable|start)\b|LaunchAgents\//u,
  },
  {
    ...{ about: 'place', what: 'appending to a start-up file of a shell', records: written },
    pattern: />>\s*~?\S*\.(?:bashrc|zshrc|profile|bash_profile)\b/u,
  },
  {
    ...{ about: 'place', what: "the agent's settings (openclaw.json, clawdbot.json)", records: written },
    pattern: /\.(?:openclaw|clawdbot|moltbot)\/(?:openclaw|clawdbot|moltbot)\.json/u,
  },
  {
    ...{ about: 'place', what: "the agent's memory (MEMORY.md, memory/)", records: written },
    pattern: /\bMEMORY\.md\b|(?:workspace|clawd)\/memory\//u,
  },
  {
    ...{
      about: 'place',
      what: "the agent's standing orders (HEARTBEAT.md, SOUL.md, AGENTS.md)",
      records: written,
    },
    pattern: /\b(?:HEARTBEAT|SOUL|AGENTS)\.md\b/u,
  },
]

/** Names of keys that are asked for; the group is what is counted. */
export const keys: Pick<Search, 'pattern' | 'records'> = {
  pattern: /\b([A-Z][A-Z0-9]{1,30}_(?:[A-Z0-9]{1,20}_){0,3}(?:API_KEY|KEY|TOKEN|SECRET|PASSWORD))\b/u,
  records: ['text.span', 'code.call', 'code.string', 'code.member', 'manifest.field'],
}
