import { build } from 'esbuild'
import { ESLint } from 'eslint'
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const checkout = join(import.meta.dirname, '../..')
const packs = ['skill-core', 'mcp-core', 'agent-runtime-core']
const packages = ['@clawback/model', '@clawback/evaluator', 'sigma-to-ts']

function say(cwd: string, file: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(file, args, { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`)
  return stdout
}

/** The rules of our packs as one folder, as somebody else would have theirs. */
function layOutRules(folder: string): void {
  for (const pack of packs)
    cpSync(join(checkout, 'content/packs', pack, 'rules'), join(folder, pack), { recursive: true })
}

const strict = ['--noEmit', '--strict', '--noUncheckedIndexedAccess', '--exactOptionalPropertyTypes', '--module', 'nodenext', '--target', 'es2023', '--skipLibCheck'] // prettier-ignore

// The packages as a stranger gets them: packed, installed elsewhere, with nothing of this checkout in reach. Their one
// dependency comes from the npm registry of the user's configuration.
describe.skipIf(process.env['CLAWBACK_NETWORK'] === undefined)(
  'the packages, packed and installed alone',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'packed-'))
    const app = join(folder, 'app')

    beforeAll(() => {
      const workspaces = packages.flatMap((name) => ['-w', name])
      say(checkout, 'npm', 'pack', '--silent', ...workspaces, '--pack-destination', folder)
      mkdirSync(app)
      writeFileSync(join(app, 'package.json'), '{"type":"module","private":true}')
      const archives = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
      expect(archives).toHaveLength(packages.length)
      say(
        app,
        'npm',
        'install',
        '--no-audit',
        '--no-fund',
        '--prefer-offline',
        ...archives.map((name) => join(folder, name)),
      )
      layOutRules(join(app, 'rules'))
    }, 180_000)
    afterAll(() => rmSync(folder, { recursive: true }))

    test('hold a README and no sources, tests or build state', () => {
      const files = readdirSync(join(app, 'node_modules/sigma-to-ts'), { recursive: true, encoding: 'utf8' })
      expect(files).toContain('README.md')
      expect(files.filter((name) => /(?<!\.d)\.ts$|\.test\.|tsbuildinfo/.test(name))).toEqual([])
      expect(existsSync(join(app, 'node_modules/@clawback/evaluator/README.md'))).toBe(true)
    })

    test('npx sigma-to-ts writes a module that compiles strictly and runs', () => {
      say(app, 'npx', '--no-install', 'sigma-to-ts', 'rules', '-o', 'rules.ts')
      writeFileSync(
        join(app, 'main.ts'),
        `import { rules } from './rules.js'\nconst event = { kind: 'tool.request', 'file.path': '/home/u/.claude/settings.json', 'effect.verb': 'write', 'actor.kind': 'agent' }\nconsole.log(JSON.stringify([rules.length, rules.filter(({ matches }) => matches(event)).map(({ id }) => id)]))\n`,
      )
      say(app, join(checkout, 'node_modules/.bin/tsc'), ...strict, '--lib', 'es2023,dom', 'main.ts')
      say(
        app,
        join(checkout, 'node_modules/.bin/esbuild'),
        'main.ts',
        '--bundle',
        '--format=esm',
        '--outfile=main.js',
      )
      const [count, matched] = JSON.parse(say(app, 'node', 'main.js')) as [number, string[]]
      expect(count).toBeGreaterThan(60)
      expect(matched).toContain('agent-changes-own-limits')
    })

    test('a plan of theirs runs in the installed evaluator', () => {
      say(app, 'npx', '--no-install', 'sigma-to-ts', 'rules', '--format', 'plan', '-o', 'plan.json')
      writeFileSync(
        join(app, 'plan.js'),
        `import { createEvaluator } from '@clawback/evaluator'\nimport { readFileSync } from 'node:fs'\nconst ev = createEvaluator(JSON.parse(readFileSync('plan.json', 'utf8')))\nconsole.log(JSON.stringify(ev.stats()))\n`,
      )
      const stats = JSON.parse(say(app, 'node', 'plan.js')) as { rules: number; skipped: unknown[] }
      expect(stats.rules).toBeGreaterThan(60)
      expect(stats.skipped).toEqual([])
    })
  },
)

describe('a generated module', () => {
  const folder = mkdtempSync(join(tmpdir(), 'generated-'))
  const bundle = async (code: string): Promise<string> => {
    const { outputFiles } = await build({
      stdin: { contents: code, loader: 'ts', resolveDir: folder },
      nodePaths: [join(checkout, 'node_modules')],
      bundle: true,
      minify: true,
      write: false,
      format: 'esm',
      conditions: ['@clawback/source'],
    })
    return outputFiles[0]?.text ?? ''
  }

  beforeAll(() => {
    layOutRules(join(folder, 'rules'))
    const bin = join(checkout, 'node_modules/.bin/tsx')
    say(
      checkout,
      bin,
      'content/sigma-to-ts/bin/sigma-to-ts.js',
      join(folder, 'rules'),
      '-o',
      join(folder, 'rules.ts'),
    )
    symlinkSync(join(checkout, 'node_modules'), join(folder, 'node_modules'))
    cpSync(join(checkout, 'tsconfig.base.json'), join(folder, 'tsconfig.base.json'))
    writeFileSync(
      join(folder, 'tsconfig.json'),
      '{"extends":"./tsconfig.base.json","compilerOptions":{"rootDir":"/"},"files":["rules.ts"]}',
    )
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  }, 60_000)
  afterAll(() => rmSync(folder, { recursive: true }))

  test("passes this project's own types, format and lint", { timeout: 60_000 }, async () => {
    say(folder, join(checkout, 'node_modules/.bin/tsc'), '--noEmit', '-p', 'tsconfig.json')
    const style = await resolveConfig(join(checkout, 'package.json'))
    const path = join(folder, 'rules.ts')
    writeFileSync(path, await format(readFileSync(path, 'utf8'), { ...style, parser: 'typescript' }))
    const { default: config } = (await import(join(checkout, 'eslint.config.js'))) as { default: object[] }
    const eslint = new ESLint({
      cwd: folder,
      overrideConfigFile: true,
      overrideConfig: [
        ...config,
        { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: folder } } },
        // A module of many rules is long; everything else holds for it as for what people write.
        { rules: { 'max-lines': 'off' } },
      ],
    })
    const [result] = await eslint.lintFiles(['rules.ts'])
    expect(result?.messages.map(({ line, ruleId, message }) => `${line}: ${ruleId}: ${message}`)).toEqual([])
    expect(readFileSync(path, 'utf8').split('\n').length).toBeGreaterThan(300)
  })

  test('takes along only the rules that are used', async () => {
    const text = readFileSync(join(folder, 'rules.ts'), 'utf8')
    const names = [...text.matchAll(/^export function (\w+)\(/gm)].map((match) => match[1] ?? '')
    expect(names.length).toBeGreaterThan(60)
    const one = await bundle(`import { ${names[0]} } from './rules.ts'\nconsole.log(${names[0]}({}))`)
    const runtime = await bundle(
      `import { anyOf, text } from '@clawback/evaluator/runtime'\nconsole.log(anyOf, text)`,
    )
    const all = await bundle(`import { rules } from './rules.ts'\nconsole.log(rules)`)
    // What is left beside the runtime is one rule's worth, not sixty.
    expect(one.length - runtime.length).toBeLessThan((all.length - runtime.length) / 10)
  })
})
