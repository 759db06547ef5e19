import { isCommandLine } from './command.js'
import type { Command } from './command.js'

/** Lines of settings that hold a command, whatever reads them: the value of any key, where it reads like one. */
export function* settingCommands(text: string): Generator<Command> {
  for (const [at, raw] of text.split('\n').entries()) {
    const line = raw.trim()
    const end = line.search(/[=\s]/)
    if (end === -1 || line.length > longest || !/^[\w.-]+$/.test(line.slice(0, end))) continue
    const value = line.slice(end).trimStart().replace(/^=/, '').trimStart()
    const bare = unquoted(value.replace(/^[-@+!:]{1,3}/, ''))
    if (isCommandLine(bare)) yield { text: bare, line: at + 1 }
  }
}

const longest = 4_000

/** Lines of a table of cron: five fields or a name for them, then perhaps a user, then the command (crontab(5)). */
export function* cronCommands(text: string): Generator<Command> {
  for (const [at, line] of text.split('\n').entries()) {
    const command =
      /^\s*(?:@\w+|(?:[\d*/,A-Za-z-]+\s+){5})\s*(?:(?:root|nobody|daemon|www-data)\s+)?(\S.*)$/.exec(
        line,
      )?.[1]
    if (command !== undefined && !line.trimStart().startsWith('#')) yield { text: command, line: at + 1 }
  }
}

function unquoted(value: string): string {
  const quoted = /^(["'])(.*)\1$/.exec(value)
  return quoted?.[2] ?? value
}
