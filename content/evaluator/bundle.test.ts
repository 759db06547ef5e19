import { build } from 'esbuild'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'

/** The room as a product would embed it: one file, neutral platform, nothing left to resolve. */
async function bundle(entry: string): Promise<string> {
  const { outputFiles, warnings } = await build({
    entryPoints: [`${import.meta.dirname}/${entry}`],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    conditions: ['@clawback/source'],
  })
  expect(warnings).toEqual([])
  return outputFiles[0]?.text ?? ''
}

describe.each(['index.ts', 'runtime.ts'])('%s as a bundle', (entry) => {
  it('needs no builtins and makes no code from strings', async () => {
    const text = await bundle(entry)
    expect(text).not.toMatch(/node:|require\(|(?<!["'`])\bprocess\.|\bBuffer\b|__dirname/)
    expect(text).not.toMatch(/\beval\(|new Function|\bFunction\(|import\(/)
    expect(text).not.toMatch(/setTimeout|setInterval|performance\.now/)
  })

  it('stays under 40 KB compressed', async () => {
    const size = gzipSync(await bundle(entry)).length
    expect(size).toBeGreaterThan(1000)
    expect(size).toBeLessThan(40_000)
  })

  it('runs where code from strings is forbidden', async () => {
    const { execFileSync } = await import('node:child_process')
    const url = `data:text/javascript;base64,${Buffer.from(await bundle(entry)).toString('base64')}`
    const probe = `const m = await import(${JSON.stringify(url)}); console.log(Object.keys(m).length > 3)`
    const flags = ['--disallow-code-generation-from-strings', '--input-type=module']
    // By standard input: one argument may hold 128 KiB, and the bundle is not minified here.
    expect(execFileSync(process.execPath, flags, { encoding: 'utf8', input: probe })).toBe('true\n')
  })
})
