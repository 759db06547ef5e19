/**
 * Writes what the command line loads into a few files (cli/dist/bundle): a scan reads some 800 modules, and to find and
 * open each of them takes longer than to run them. Every module keeps the address it has in its own folder, so programs,
 * grammars and packs are found where they lie. `cli/bin/clawback.js` uses it as long as nothing was built after it.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire, isBuiltin } from 'node:module'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

import { build } from 'esbuild'
import type { Plugin } from 'esbuild'

const root = fileURLToPath(new URL('../', import.meta.url))
const into = fileURLToPath(new URL('../cli/dist/bundle/', import.meta.url))
/**
 * Packages of JavaScript modules that every scan needs; what else there is stays where it is. Of CommonJS a part that is loaded
 * later would have a default and no names.
 */
const taken =
  /^(?:@clawback\/\w|(?:markdown-it|mdurl|uc\.micro|linkify-it|entities|punycode\.js|yargs|yargs-parser|cliui|y18n|escalade|string-width|strip-ansi|wrap-ansi|ansi-regex|ansi-styles|emoji-regex|get-east-asian-width|get-caller-file|p-limit|yocto-queue)(?:\/|$))/

const leaveOut: Plugin = {
  name: 'leave-out',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^[^./]/ }, ({ path, importer, kind }) => {
      if (kind === 'entry-point' || taken.test(path)) return undefined
      if (!isBuiltin(path) && placeOf(path, importer) !== placeOf(path, join(into, 'main.js')))
        throw new Error(`${path} is another package for the bundle than for ${importer}`)
      return { path, external: true }
    })
  },
}

function placeOf(name: string, from: string): string | undefined {
  try {
    return createRequire(from).resolve(name)
  } catch {
    // What is not installed, or has no entry for `require`, is not there for either.
    return undefined
  }
}

const ownAddress: Plugin = {
  name: 'own-address',
  setup(esbuild) {
    esbuild.onLoad({ filter: /\.m?js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8')
      if (!text.includes('import.meta.url')) return undefined
      const own = JSON.stringify(relative(into, path))
      return {
        contents: text.replaceAll('import.meta.url', `new URL(${own}, import.meta.url).href`),
        loader: 'js',
      }
    })
  },
}

rmSync(into, { recursive: true, force: true })
await build({
  entryPoints: [join(root, 'cli/dist/main.js')],
  outdir: into,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
  minifyWhitespace: true,
  plugins: [leaveOut, ownAddress],
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
})
const { references } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8')) as {
  readonly references: readonly { readonly path: string }[]
}
const builds = references
  .map(({ path }) => join('../../..', path, 'dist/tsconfig.tsbuildinfo'))
  .filter((path) => existsSync(join(into, path)))
writeFileSync(join(into, 'of.json'), `${JSON.stringify(builds, undefined, 2)}\n`)
