import type { Language } from '../syntax/grammar.js'
import { languageOfFile } from '../syntax/languages.js'
import { isOfficePart } from './office.js'

/** How a file is read, by what it is. */
export type Reader =
  | { readonly as: 'code'; readonly language: Language }
  | { readonly as: 'document'; readonly addressee: 'agent' | 'user' | 'unknown' }
  /** Text with no reader of its own: hidden text, encodings and text probes only. */
  | { readonly as: 'text' }
  /** Code in a language that no grammar here reads. */
  | { readonly as: 'foreign-code' }
  | { readonly as: 'bytes'; readonly material: boolean; readonly reason: string }

const documents = /\.(?:md|mdx|mdc|markdown|rst|txt|adoc|prompt)$/i
/** Files of programs, whatever their ending. */
const notDocuments = /(?:^|\/)(?:CMakeLists|crontab)\.txt$/i
/** Files that agents load as instructions by their name. */
const agentFiles =
  /(?:^|\/)(?:SKILL|CLAUDE|CLAUDE\.local|AGENTS|AGENT|GEMINI|MEMORY|SOUL|TOOLS|HEARTBEAT|IDENTITY|USER|BOOTSTRAP|QWEN|WARP)\.md$|\.mdc$|(?:^|\/)\.(?:cursorrules|windsurfrules|clinerules|goosehints)$|copilot-instructions\.md$|(?:^|\/)(?:commands|agents|rules|prompts|instructions|references?)\/[^/]+\.(?:md|txt)$|\.prompt(?:\.md)?$/i
const peopleFiles =
  /(?:^|\/)(?:README|CHANGELOG|CONTRIBUTING|LICENSE|LICENCE|NOTICE|SECURITY|CODE_OF_CONDUCT)(?:\.\w+)?$/i
const foreign =
  /\.(?:rb|php|pl|pm|lua|ps1|psm1|psd1|bat|cmd|vbs|wsf|applescript|scpt|go|rs|java|kt|kts|scala|cs|fs|swift|c|cc|cpp|cxx|h|hpp|m|mm|r|jl|ex|exs|erl|dart|groovy|nim|zig|fish|tcl|awk|coffee|svelte|vue)$/i
const media = /^(?:image|font|video|audio)\//
const programs = /^application\/(?:x-elf|x-dosexec|x-mach-binary|wasm|java-vm|x-python-bytecode)$/
const packed = /^application\/(?:zip|gzip|x-bzip2|x-xz|zstd|x-7z-compressed|vnd\.rar|x-tar)$/

/** Chooses the reader of a file by its path, its type by content, and its first line. */
export function readerOf(path: string, type: string, firstLine: string): Reader {
  if (type === 'inode/x-empty') return { as: 'text' }
  if (!type.startsWith('text/') && type !== 'image/svg+xml') return bytesOnly(type)
  const language = languageOfFile(path, firstLine)
  if (language !== undefined) return { as: 'code', language }
  if (agentFiles.test(path)) return { as: 'document', addressee: 'agent' }
  if (peopleFiles.test(path)) return { as: 'document', addressee: 'user' }
  if (notDocuments.test(path)) return { as: 'text' }
  if (documents.test(path) || isOfficePart(path)) return { as: 'document', addressee: 'unknown' }
  return foreign.test(path) || firstLine.startsWith('#!') ? { as: 'foreign-code' } : { as: 'text' }
}

function bytesOnly(type: string): Reader {
  if (media.test(type)) return { as: 'bytes', material: false, reason: '' }
  if (programs.test(type)) return { as: 'bytes', material: true, reason: 'binary-program' }
  if (packed.test(type)) return { as: 'bytes', material: true, reason: 'packed' }
  return { as: 'bytes', material: false, reason: 'binary' }
}
