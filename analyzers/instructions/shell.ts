import type { Language } from '../syntax/grammar.js'

/** Commands that start a command line in a document whose fence names no language. A matter of parsing. */
const commands: ReadonlySet<string> = new Set(
  `apt apt-get awk base64 bash brew bun bunx bunzip2 cargo cat cd chmod chown clawhub conda cp crontab curl deno dig dnf docker
  echo env eval exec export find gem git go grep gunzip iwr kill launchctl ln ls make mkdir mv nc ncat node nohup npm npx nvm
  open openssl osascript perl pip pip3 pipx pnpm powershell printenv printf ps pwd python python3 rm rsync ruby scp
  sed sh source ssh sudo systemctl tar tee touch unzip uv uvx wget xattr xargs yarn zip zsh`.split(/\s+/),
)

/** Whether text without a named language reads like a shell command line. */
export function looksLikeCommand(text: string): boolean {
  const line = text.split('\n').find((row) => row.trim() !== '' && !row.trim().startsWith('#')) ?? ''
  const words = line
    .replace(/^\s*[$%>]\s+/, '')
    .trim()
    .split(/\s+/)
  const [first = '', second] = words
  if (/^\s*\$\s+\S/.test(line)) return true
  const name = first.slice(first.lastIndexOf('/') + 1)
  return second !== undefined && commands.has(name)
}

/** Whether a paragraph is a command line that somebody forgot to set apart, or did not want to: nothing else stands in it. */
export function isBareCommand(text: string): boolean {
  return (
    /^\s*(?:[$>]\s+)?(?:sudo\s+)?(?:curl|wget|bash|sh|npx|uvx|python3?|node|powershell|pwsh|iex|irm|iwr|nc|eval|source|base64|echo)\s+\S/.test(
      text,
    ) &&
    /[|;&]\s|https?:\/\//.test(text) &&
    text.trim().split('\n').length <= 3
  )
}

/** Takes the prompts off a transcript, column for column. */
export function stripPrompts(text: string): string {
  return text.replace(/^(\s*)([$%])(?=\s)/gm, '$1 ')
}

/** Language of a block that names none: a command line, or a program by the lines that only it has. */
export function guessLanguage(text: string): Language | undefined {
  if (looksLikeCommand(text)) return 'bash'
  if (/^(?:import \w[\w.]*(?: as \w+)?|from [\w.]+ import [\w*(])/m.test(text)) return 'python'
  if (/^(?:(?:const|let|var) .{1,80}= ?(?:await )?(?:require|import)\(|import .{1,80} from ["'])/m.test(text))
    return 'javascript'
  return /^#!.{0,40}\b(?:ba|z|da)?sh\b/.test(text) ? 'bash' : undefined
}
