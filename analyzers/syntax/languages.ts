import type { Language } from './grammar.js'

/** Where a language's grammar lies and which files are written in it. One row per language. */
interface LanguageEntry {
  /** Module path of the compiled grammar shipped in the grammar's package. */
  readonly wasm: string
  /** Package of the native grammar, and the export that holds it; absent where only the wasm is installed. */
  readonly native?: readonly [module: string, member?: string]
  /** V8's optimising compiler spends half a second (bash) to twelve (PowerShell) of a core on one function of it, and gains nothing. */
  readonly plainly?: true
  readonly extensions: readonly string[]
  /** Interpreter names of a `#!` line or a fenced code block. */
  readonly names: readonly string[]
}

export const languages: Readonly<Record<Language, LanguageEntry>> = {
  python: {
    wasm: 'tree-sitter-python/tree-sitter-python.wasm',
    native: ['tree-sitter-python'],
    extensions: ['py', 'pyw', 'pyi'],
    names: ['python', 'python2', 'python3', 'py', 'pypy', 'pypy3'],
  },
  javascript: {
    wasm: 'tree-sitter-javascript/tree-sitter-javascript.wasm',
    native: ['tree-sitter-javascript'],
    extensions: ['js', 'mjs', 'cjs', 'jsx'],
    names: ['javascript', 'js', 'node', 'nodejs', 'bun', 'mjs', 'cjs', 'jsx'],
  },
  typescript: {
    wasm: 'tree-sitter-typescript/tree-sitter-typescript.wasm',
    native: ['tree-sitter-typescript', 'typescript'],
    extensions: ['ts', 'mts', 'cts'],
    names: ['typescript', 'ts', 'deno', 'tsx-node', 'ts-node'],
  },
  tsx: {
    wasm: 'tree-sitter-typescript/tree-sitter-tsx.wasm',
    native: ['tree-sitter-typescript', 'tsx'],
    extensions: ['tsx'],
    names: ['tsx'],
  },
  bash: {
    wasm: 'tree-sitter-bash/tree-sitter-bash.wasm',
    plainly: true,
    native: ['tree-sitter-bash'],
    extensions: ['sh', 'bash', 'zsh', 'ksh', 'command'],
    names: ['bash', 'sh', 'shell', 'zsh', 'ksh', 'dash', 'ash', 'console', 'terminal', 'shellsession'],
  },
  powershell: {
    wasm: '@vscode/tree-sitter-wasm/wasm/tree-sitter-powershell.wasm',
    plainly: true,
    extensions: ['ps1', 'psm1', 'psd1'],
    names: ['powershell', 'pwsh', 'ps1', 'posh'],
  },
  ruby: {
    wasm: '@vscode/tree-sitter-wasm/wasm/tree-sitter-ruby.wasm',
    extensions: ['rb', 'rake', 'gemspec'],
    names: ['ruby', 'rb', 'jruby'],
  },
  go: {
    wasm: '@vscode/tree-sitter-wasm/wasm/tree-sitter-go.wasm',
    extensions: ['go'],
    names: ['go', 'golang'],
  },
  php: {
    wasm: '@vscode/tree-sitter-wasm/wasm/tree-sitter-php.wasm',
    extensions: ['php', 'phtml', 'php5', 'php7'],
    names: ['php'],
  },
  perl: {
    wasm: '@cursorless/tree-sitter-wasms/out/tree-sitter-perl.wasm',
    extensions: ['pl', 'pm'],
    names: ['perl', 'pl'],
  },
  lua: {
    wasm: '@cursorless/tree-sitter-wasms/out/tree-sitter-lua.wasm',
    extensions: ['lua'],
    names: ['lua', 'luajit'],
  },
}

const byExtension = new Map<string, Language>()
const byName = new Map<string, Language>()
for (const [language, entry] of Object.entries(languages) as [Language, LanguageEntry][]) {
  for (const extension of entry.extensions) byExtension.set(extension, language)
  for (const name of entry.names) byName.set(name, language)
}

/** Language of a fence or interpreter name, without version suffix; undefined when no grammar reads it. */
export function languageOfName(name: string): Language | undefined {
  const plain = name.trim().toLowerCase()
  return byName.get(plain) ?? byName.get(plain.replace(/[\d.]+$/, ''))
}

/** Endings of files out of which others are made; what stands before them is what is made. */
const template = /\.(?:tpl|tmpl|template|j2|jinja2?|ejs|mustache|hbs)$/i

/** Language of a file by its extension, else by its `#!` line; of a template that of what is made of it. */
export function languageOfFile(path: string, firstLine: string): Language | undefined {
  const extension = /\.([A-Za-z0-9]{1,8})$/.exec(path.replace(template, ''))?.[1]?.toLowerCase()
  const known = extension === undefined ? undefined : byExtension.get(extension)
  return known ?? named.find(([name]) => name.test(path))?.[1] ?? interpreter(firstLine)
}

/** Files whose name alone says what reads them. */
const named: readonly (readonly [RegExp, Language])[] = [
  [
    /(?:^|\/)(?:\.|dot_)(?:envrc|bashrc|bash_profile|bash_login|bash_logout|bash_aliases|profile|zshrc|zshenv|zprofile|zlogin|xprofile|xinitrc)$/,
    'bash',
  ],
  [
    /(?:^|\/)\.husky\/[\w-]+$|(?:^|\/)(?:git-)?hooks\/(?:pre|post|commit|prepare|update|applypatch|sendemail|reference)[\w-]*$/,
    'bash',
  ],
  [/(?:^|\/)(?:Rakefile|Gemfile|Podfile|Brewfile|Fastfile|Guardfile|Capfile|Dangerfile)$/, 'ruby'],
]

function interpreter(firstLine: string): Language | undefined {
  if (firstLine.startsWith('<?php')) return 'php'
  if (!firstLine.startsWith('#!')) return undefined
  const words = firstLine.slice(2, 200).trim().split(/\s+/)
  const names = words.map((word) => word.slice(word.lastIndexOf('/') + 1)).filter((name) => name !== 'env')
  for (const name of names) if (languageOfName(name) !== undefined) return languageOfName(name)
  return undefined
}
