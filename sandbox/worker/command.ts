import { spawn } from 'node:child_process'
import { ClawbackError } from '@clawback/model'

/** Runs one of our own tools to its end; its output is bounded by what such tools say. Throws SANDBOX_UNAVAILABLE. */
export async function command(
  file: string,
  args: readonly string[],
  options: { readonly input?: string; readonly cwd?: string } = {},
): Promise<string> {
  const child = spawn(file, args, {
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const output: Buffer[] = []
  const errors: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk))
  child.stdin.on('error', () => undefined)
  child.stdin.end(options.input ?? '')
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  if (code === 0) return Buffer.concat(output).toString('utf8')
  const detail = Buffer.concat(errors).toString('utf8').trim().slice(0, 500)
  throw new ClawbackError('SANDBOX_UNAVAILABLE', {
    detail: `${file} ${args.slice(0, 3).join(' ')} failed: ${detail}`,
    mend: 'Run `clawback doctor`; it names what this machine lacks.',
  })
}
