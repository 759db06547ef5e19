/** A command line that stands in a file of another kind, with the line that it begins on, from 1. */
export interface Command {
  readonly text: string
  readonly line: number
}

/** Command lines of one file that are kept. */
export const mostCommands = 256

/** Programs that a command line begins with, after what comes before a program: variables, `sudo`, `env`. */
const program =
  /^(?:(?:sudo|doas|env|nohup|time|exec|command|setsid|timeout \d+\w?)\s+(?:-\S+\s+)*|[A-Za-z_]\w*=\S*\s+)*(?:[\w.~$/{}-]*\/)?(?:curl|wget|sh|bash|zsh|dash|fish|python[\d.]*|node|npx|bunx?|deno|uvx?|perl|ruby|php|lua|osascript|powershell(?:\.exe)?|pwsh|cmd(?:\.exe)?|iex|iwr|irm|certutil|mshta|rundll32|nc|ncat|netcat|socat|telnet|ssh|scp|sftp|rsync|eval|source|base64|openssl|chmod|chown|rm|dd|crontab|systemctl|launchctl|docker|kubectl|git|gh|npm|pnpm|yarn|pip3?|brew|make|cargo|go|aws|gcloud|az|security|printenv|tar|zip|gpg|cat|echo|printf|tee|dig|nslookup|test|if|for|while|set|cd|cp|mv|mkdir|export|useradd|usermod|sed|awk|xargs|find|start)\b/

/** Signs of a shell, or of an address. */
const sign = /[|&;<>`]|\$[({]|https?:\/\/|\s-{1,2}\w/

/** Programs that a command is told by wherever in a line it stands. */
const telling =
  /^(?:sudo\s+)?(?:[\w./~-]*\/)?(?:curl|wget|bash|sh|zsh|python[\d.]*|node|perl|ruby|php|powershell(?:\.exe)?|pwsh|iex|iwr|irm|nc|ncat|socat|ssh|scp|rsync|base64|openssl|eval|source|chmod|rm|crontab|useradd|npx|uvx|certutil|mshta)\s/

/**
 * Whether text reads like a command line and not like words about one: by what it begins with, or by a program after a line
 * break, a pipe or a semicolon.
 */
export function isCommandLine(text: string): boolean {
  if (text.length > 8_000 || !sign.test(text)) return program.test(text) && /^\S+\s+[\w./~-]+$/.test(text)
  return program.test(text) || text.split(/\n|&&|\|\|?|;/).some((part) => telling.test(part.trimStart()))
}

/** Words of a command that is given as a list, as a line for a shell. */
export function lineOf(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ')
}

/** UTF-16 units of one line, or of lines that go on, that are looked at: nobody writes longer ones by hand. */
const longest = 16_000

/** Lines of a text, those that go on after a backslash as one; with the line that each begins on, from 1. */
export function* wholeLines(
  text: string,
  isComment: (line: string) => boolean = () => false,
): Generator<Command> {
  const lines = text.split('\n')
  for (let at = 0; at < lines.length; at++) {
    const begin = at
    const kept: string[] = []
    let units = 0
    let line = (lines[at] ?? '').trimEnd()
    while (line.endsWith('\\') && at + 1 < lines.length) {
      if ((units += line.length) <= longest) kept.push(line.slice(0, -1).trimEnd())
      do line = (lines[++at] ?? '').trim()
      while (isComment(line) && at + 1 < lines.length)
    }
    if (units + line.length <= longest) kept.push(line)
    yield { text: kept.join(' '), line: begin + 1 }
  }
}
