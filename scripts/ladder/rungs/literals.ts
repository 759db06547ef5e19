import type { Climb, Rung } from '../lay.js'
import { codeKind, programOf } from '../lay.js'
import { halves, overLiterals, overWords } from '../pieces.js'

const split: Climb = (seed) => {
  const kind = codeKind(seed)
  if (kind === undefined) return undefined
  if (kind !== 'bash')
    return programOf(
      seed,
      overLiterals(seed.code, (text) =>
        halves(text)
          .map((half) => `"${half}"`)
          .join(' + '),
      ),
    )
  const inner = overLiterals(seed.code, (text) => `"${halves(text).join('""')}"`)
  return programOf(
    seed,
    overWords(inner, (bare) => bare.replace(/[a-z]{4,}/g, (word) => halves(word).join("''"))),
  )
}

const builtImports: Climb = (seed) => {
  if (seed.kind === 'python')
    return programOf(
      seed,
      seed.code.replace(/^import (\w+)([\w.]*)$/gm, (_, root: string, rest: string) => {
        const [a, b] = halves(root + rest)
        return `${root} = __import__("".join(["${a}", "${b}"]))`
      }),
    )
  if (seed.kind !== 'javascript') return undefined
  const built = seed.code
    .replace(/require\("(\w+)"\)/g, (_, name: string) => {
      const [a, b] = halves(name)
      return `require(["${a}", "${b}"].join(""))`
    })
    .replace(/\bfetch\(/g, 'globalThis[["fe", "tch"].join("")](')
  return programOf(seed, built)
}

const lookedUp: Climb = (seed) => {
  const call = /(?<![\w.)])([A-Za-z_]\w*(?:\.\w+)*)\.(\w+)\(/g
  const by = (write: (object: string, name: string) => string): string =>
    seed.code.replace(call, (_, object: string, name: string) => write(object, name))
  if (seed.kind === 'python')
    return programOf(
      seed,
      by((object, name) => `getattr(${object}, ${halves(name).map(quote).join(' + ')})(`),
    )
  if (seed.kind !== 'javascript') return undefined
  return programOf(
    seed,
    by((object, name) => `${object}[${halves(name).map(quote).join(' + ')}](`),
  )
}

const overFiles: Climb = (seed) => {
  const kind = codeKind(seed)
  if (kind === undefined) return undefined
  const kept: string[] = []
  const keep = (text: string): number => kept.push(text) - 1
  if (kind === 'python') {
    const code = overLiterals(seed.code, (text) => `parts.P${keep(text)}`)
    const parts = kept.map((text, i) => `P${i} = "${text}"\n`).join('')
    return programOf(seed, `import parts\n${code}`, { 'scripts/parts.py': parts })
  }
  if (kind === 'javascript') {
    const code = overLiterals(seed.code, (text) => `parts[${keep(text)}]`)
    const parts = `module.exports = [${kept.map(quote).join(', ')}]\n`
    return programOf(seed, `const parts = require("./parts")\n${code}`, { 'scripts/parts.js': parts })
  }
  const code = overWords(seed.code, (bare) =>
    bare.replace(
      /\b(?:curl|tar|npm|find|tail|bash -i|crontab)\b|https?:\/\/[^\s|]+|~\/[.\w]+/g,
      (word) => `$P${keep(word)}`,
    ),
  )
  const [first = '', ...rest] = code.split('\n')
  const parts = kept.map((text, i) => `P${i}=${text.startsWith('~') ? text : `"${text}"`}\n`).join('')
  return programOf(seed, `${first}\n. ./parts.sh\n${rest.join('\n')}`, { 'scripts/parts.sh': parts })
}

const numbers: Climb = (seed) => {
  if (seed.kind === 'python')
    return programOf(
      seed,
      overLiterals(seed.code, (text) => `"".join(map(chr, [${codes(text)}]))`),
    )
  if (seed.kind !== 'javascript') return undefined
  return programOf(
    seed,
    overLiterals(seed.code, (text) => (text === '' ? '""' : `String.fromCharCode(${codes(text)})`)),
  )
}

function quote(text: string): string {
  return `"${text}"`
}

function codes(text: string): string {
  return Array.from(Buffer.from(text)).join(', ')
}

const nothing = 'Nothing: reading follows it, and a run sees the same.'

/** The program stays a program; its words are taken apart. */
export const literalRungs: readonly Rung[] = [
  { id: 'split-strings', what: 'every constant in two pieces', run: nothing, climb: split },
  {
    id: 'built-imports',
    what: 'names of modules put together at run time',
    run: nothing,
    climb: builtImports,
  },
  { id: 'looked-up-calls', what: 'methods looked up by a built name', run: nothing, climb: lookedUp },
  { id: 'data-over-files', what: 'constants moved to a second file', run: nothing, climb: overFiles },
  { id: 'character-codes', what: 'constants as lists of character codes', run: nothing, climb: numbers },
]
