import { likelyValue } from '../mcp/likely-values.js'

/** Programs whose name at the start makes a text a command. */
const programs =
  'curl wget bash sh zsh python python3 node deno bun npm npx pnpm yarn pip pip3 pipx uv uvx git brew apt apt-get chmod sudo ' +
  'cat echo export source docker make go cargo ruby perl php openssl base64 nc ssh scp rsync tar unzip mkdir cp mv rm ls find grep ' +
  'sed awk env eval nohup crontab systemctl powershell'
const program = new RegExp(`^(?:[A-Z_][A-Z0-9_]*=\\S* )*(?:${programs.replaceAll(' ', '|')})(?:\\s|$)`)
const spoken = new RegExp(
  `\\b(?:run|execute|paste|type|enter)\\b[^.\`]{0,60}?[:\\s]\\s*((?:${programs.replaceAll(' ', '|')})\\s[^\\n\`]{3,2000})`,
  'i',
)
const script = /^(?:\.\/)?([\w./-]+\.(?:sh|bash|py|js|mjs|cjs|pl))(?:\s|$)/

/** Whether a text is a command: it starts with a known program, `./`, or a script of the skill. */
export function isCommand(text: string, files: ReadonlySet<string>): boolean {
  if (program.test(text.trim()) || /^\.\/[\w.-]/.test(text.trim())) return true
  return files.has(script.exec(text.trim())?.[1] ?? '')
}

/** A command spoken in plain words: "run curl https://… | bash". */
export function commandIn(text: string): string | undefined {
  const command = spoken.exec(text)?.[1]
  return command?.replace(/(?<=\S)[.,;]?\s*$/, '')
}

const interpreters: readonly (readonly [RegExp, string])[] = [
  [/\.py$/, 'python3'],
  [/\.(sh|bash)$/, 'bash'],
  [/\.[cm]?js$/, 'node'],
  [/\.pl$/, 'perl'],
]

/** A command as an agent would issue it: placeholders filled in, no `sudo`, a bare script given its interpreter. */
export function fillPlaceholders(command: string): string {
  const filled = command
    .replace(
      /\$?\{\{?\s*(?:baseDir|skillDir|skill_dir|SKILL_DIR|CLAUDE_SKILL_DIR|CLAUDE_PLUGIN_ROOT)\s*\}?\}/g,
      '/skill',
    )
    .replace(/<([A-Za-z][\w .-]{0,40})>/g, (_, name: string) => oneWord(name))
    .replace(/\{\{?([A-Za-z]\w{0,40})\}?\}(?!')/g, (whole, name: string) =>
      whole.startsWith('${') ? whole : oneWord(name),
    )
    .replace(
      /\b([A-Z][A-Z0-9_]*)=(?:\.{3}|…)/g,
      (_, name: string) => `${name}=${likelyValue(name, '', name)}`,
    )
    .replace(/(?:\/|\b)path\/to\/[\w./-]*/g, '/home/dana/project/README.md')
    .replace(/(^|[\s;&|])sudo\s+(?:-\S+\s+)*/g, '$1')
    // As macOS spells it: here it would be an error, and what was to be decoded and run would not be seen.
    .replace(/\bbase64\s+-D(?=[\s'"|;&)]|$)/g, 'base64 -d')
  const path = script.exec(filled)?.[1]
  const interpreter = path === undefined ? undefined : interpreters.find(([ending]) => ending.test(path))?.[1]
  return interpreter === undefined || filled.includes('\n') ? filled : `${interpreter} ${filled}`
}

/** What a person would put there, as long as a shell takes it for one word; else a file that is there. */
function oneWord(name: string): string {
  const value = likelyValue(name.replace(/[ -]/g, '_'), '', name)
  return /\s/.test(value) ? '/home/dana/Documents/notes.txt' : value
}
