import { posix } from 'node:path'

import type { ArtifactLink } from '@clawback/model'

import type { Language } from '../syntax/grammar.js'
import { languageOfName } from '../syntax/languages.js'
import type { LoadedFile } from './walk.js'

/** Texts held back until every page is read, and of pages searched for their names, in UTF-16 units. */
const most = { file: 400_000, files: 400, pages: 4_000_000 }

/** Files that nothing about themselves says how to read; a page may say it. */
export interface NamedFiles {
  /** Keeps a file for later, and what pages and scripts say. */
  take(loaded: LoadedFile): void
  /** Kept files that a page has an interpreter run, with its language. */
  started(): readonly { readonly file: LoadedFile; readonly language: Language }[]
  /** Texts of all kept files by path. */
  texts(): ReadonlyMap<string, string>
  /** Kept files that a page names otherwise. */
  mentioned(): readonly LoadedFile[]
}

/** Collects what pages say of files whose name and content do not say what they are. */
export function collectNamed(links: readonly ArtifactLink[]): NamedFiles {
  const kept = new Map<string, LoadedFile>()
  const pages: { readonly folder: string; readonly text: string }[] = []
  let units = 0
  const starts = new Map<string, Language>()

  function settle(): void {
    for (const { folder, text } of pages)
      for (const [path, language] of startsIn(text))
        for (const candidate of [posix.join(folder, path), posix.normalize(path)]) {
          const target = behind(candidate, links)
          if (kept.has(target)) starts.set(target, language)
        }
  }

  return {
    take(loaded) {
      const { file, text, reader } = loaded
      if (text === undefined || text === '') return
      const isPage = reader.as === 'document' || (reader.as === 'code' && reader.language === 'bash')
      if (isPage && units < most.pages) {
        units += text.length
        pages.push({ folder: posix.dirname(file.path), text: text.slice(0, most.pages) })
      }
      if (reader.as === 'text' && text.length <= most.file && kept.size < most.files)
        kept.set(file.path, loaded)
    },
    started() {
      settle()
      return [...starts].flatMap(([path, language]) => {
        const file = kept.get(path)
        return file === undefined ? [] : [{ file, language }]
      })
    },
    texts: () => new Map([...kept].map(([path, { text = '' }]) => [path, text])),
    mentioned: () =>
      [...kept.values()].filter(({ file: { path } }) => {
        const name = posix.basename(path)
        return !starts.has(path) && name.length > 4 && pages.some(({ text }) => text.includes(name))
      }),
  }
}

const start =
  /(?<![\w./-])(python[\d.]*|node|bash|sh|zsh|dash|ksh|source|perl|ruby|php|lua|pwsh|deno run|bun run|bun)[ \t]+(?:-[\w-]+[ \t]+){0,4}["']?((?:[\w.-]+\/){0,8}[\w.-]+)/g

function* startsIn(text: string): Generator<readonly [path: string, language: Language]> {
  for (const [, name = '', path = ''] of text.matchAll(start)) {
    const first = name.split(' ')[0] ?? name
    const language = languageOfName(first === 'source' ? 'bash' : first === 'bun' ? 'node' : first)
    if (language !== undefined) yield [path, language]
  }
}

/** The path a link of the artifact leads to, link by link. */
function behind(path: string, links: readonly ArtifactLink[]): string {
  let at = path
  for (let turns = 0; turns < 8; turns++) {
    const link = links.find((one) => one.path === at)
    if (link === undefined || link.target.startsWith('/')) return at
    at = posix.join(posix.dirname(at), link.target)
  }
  return at
}
