import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { ClawbackError } from '@clawback/model'
import { blobPath, readBlob } from './blobs.js'
import { manifestName, readQuarantine } from './quarantine.js'

export interface ExportOptions {
  readonly folder: string
  /** File to write. */
  readonly output: string
  /** Password of the zip; customarily `infected`, which keeps scanners and mail gateways out and nobody else. */
  readonly password?: string
  /** AES-256 instead of the cipher that every unzip reads. */
  readonly strong?: boolean
  /** Recipients of `age`: `age1…` or an ssh public key. The zip inside then has no password. */
  readonly age?: readonly string[]
  readonly onStep?: (text: string) => void
}

/**
 * Writes a quarantine as one encrypted file that is there whole or not at all. Blobs keep the names of their digests, so
 * that nothing in it can be started by its name. Throws INPUT_NOT_FOUND, INPUT_MALFORMED, OUTPUT_FAILED, TOOL_MISSING, USAGE.
 */
export async function exportQuarantine(
  options: ExportOptions,
): Promise<{ readonly files: number; readonly bytes: number }> {
  // prettier-ignore
  const { folder, output, password, age = [] } = options
  if ((password === undefined) === (age.length === 0))
    throw new ClawbackError('USAGE', { detail: 'Give either --password or --age.' })
  const files = await filesOf(folder)
  const draft = join(dirname(output), `.${basename(output)}.${randomUUID()}.part`)
  try {
    if (age.length > 0) await throughAge(age, draft, (into) => writeZip(files, into, options))
    else await writeZip(files, createWriteStream(draft, { flags: 'wx', mode: 0o600 }), options)
    await rename(draft, output)
    return { files: files.length, bytes: (await stat(output)).size }
  } catch (error) {
    if (error instanceof ClawbackError) throw error
    const detail = error instanceof Error ? error.message : String(error)
    throw new ClawbackError('OUTPUT_FAILED', { path: output, detail }, error)
  } finally {
    await rm(draft, { force: true })
  }
}

interface PackedFile {
  /** Name in the archive. */
  readonly name: string
  readonly bytes: () => AsyncIterable<Uint8Array>
}

/** The manifest and every blob it names, each once. */
async function filesOf(folder: string): Promise<readonly PackedFile[]> {
  const { samples } = await readQuarantine(folder)
  const digests = new Set([...samples.values()].flatMap(({ files }) => files.map(({ sha256 }) => sha256)))
  const blobs = [...digests].sort().map((sha256) => ({
    name: blobPath(sha256),
    bytes: () => readBlob(folder, sha256),
  }))
  return [{ name: manifestName, bytes: () => createReadStream(join(folder, manifestName)) }, ...blobs]
}

/** When it was packed is nobody's business. */
const epoch = new Date('2000-01-01T00:00:00Z')

async function writeZip(
  files: readonly PackedFile[],
  into: Writable,
  { password, strong = false, onStep }: ExportOptions,
): Promise<void> {
  const { ZipWriter } = await import('@zip.js/zip.js')
  const secret =
    password === undefined ? {} : { password, zipCrypto: !strong, encryptionStrength: 3 as const }
  const zip = new ZipWriter(Writable.toWeb(into) as WritableStream, {
    ...{ useWebWorkers: false, lastModDate: epoch, extendedTimestamp: false, level: 6, ...secret },
  })
  for (const [index, { name, bytes }] of files.entries()) {
    onStep?.(`${index + 1} of ${files.length} files`)
    await zip.add(name, Readable.toWeb(Readable.from(bytes())) as ReadableStream)
  }
  await zip.close()
}

/** What is written goes through the program `age` into a file. */
async function throughAge(
  recipients: readonly string[],
  output: string,
  write: (into: Writable) => Promise<void>,
): Promise<void> {
  if (recipients.some((one) => one.startsWith('-')))
    throw new ClawbackError('USAGE', { detail: 'A recipient of age does not start with a dash.' })
  const args = ['--output', output, ...recipients.flatMap((one) => ['--recipient', one])]
  const child = spawn('age', args, { stdio: ['pipe', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (part: Buffer) => (said = (said + part.toString()).slice(0, 500)))
  child.stdin.on('error', () => undefined)
  const ended = once(child, 'close') as Promise<[number | null]>
  try {
    await once(child, 'spawn')
  } catch (error) {
    ended.catch(() => undefined)
    throw new ClawbackError('TOOL_MISSING', { tool: 'age', mend: 'Install age (age-encryption.org), or give --password for a zip.' }, error) // prettier-ignore
  }
  const written = write(child.stdin).catch((error: unknown) => error)
  const [[code], failure] = await Promise.all([ended, written])
  if (code !== 0)
    throw new ClawbackError('OUTPUT_FAILED', { path: output, detail: `age: ${said.trim() || `it ended with ${code}`}` }) // prettier-ignore
  if (failure instanceof Error) throw failure
}
