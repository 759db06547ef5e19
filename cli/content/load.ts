import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { ClawbackError } from '@clawback/model'
import type { Pack, TrustedKey } from '@clawback/model'
import { loadPack } from '@clawback/evaluator'

/** Folder of the pack files the build made, with `index.json`: by file name, the digests of the pack and of the file. */
const builtinFolder = new URL(
  import.meta.url.includes('/dist/') ? '../packs/' : '../dist/packs/',
  import.meta.url,
)

export interface PackChoice {
  readonly pack: readonly string[]
  readonly key: readonly string[]
  readonly builtin: boolean
}

/** The packs a command works with: the built-in ones, pinned by digest, and those given, checked against the keys given. */
export async function loadPacks(choice: PackChoice): Promise<readonly Pack[]> {
  const builtin = choice.builtin ? await loadBuiltinPacks() : []
  const keys = await Promise.all(choice.key.map(readKey))
  const given = await Promise.all(choice.pack.map((path) => loadPackFile(path, keys)))
  return [...builtin, ...given]
}

/** One pack file; unsigned files are accepted only when no key was asked for. Throws PACK_* errors that name the file. */
export async function loadPackFile(path: string, keys: readonly TrustedKey[]): Promise<Pack> {
  return await openPackBytes(await readInput(path), keys, path)
}

async function loadBuiltinPacks(): Promise<readonly Pack[]> {
  const index = JSON.parse(
    new TextDecoder().decode(await readInput(new URL('index.json', builtinFolder))),
  ) as Readonly<Record<string, { readonly pack: string; readonly file: string }>>
  const names = (await readdir(builtinFolder)).filter((name) => Object.hasOwn(index, name)).sort()
  return await Promise.all(
    names.map(async (name) => {
      const bytes = await readInput(new URL(name, builtinFolder))
      const isBuiltin = createHash('sha256').update(bytes).digest('hex') === index[name]?.file
      const pack = await openPackBytes(bytes, [], name, isBuiltin)
      if (pack.digest !== index[name]?.pack)
        throw new ClawbackError('PACK_UNTRUSTED', { detail: `${name} is not the built-in pack it should be` })
      return pack
    }),
  )
}

/** A public key file: JSON of a {@link TrustedKey}, as `clawback pack keygen` writes it. */
export async function readKey(path: string): Promise<TrustedKey> {
  const text = new TextDecoder().decode(await readInput(path))
  try {
    return JSON.parse(text) as TrustedKey
  } catch (error) {
    throw new ClawbackError(
      'INPUT_MALFORMED',
      {
        where: path,
        detail: 'it is not a public key file',
        mend: 'Give the .pub.json file of `clawback pack keygen`.',
      },
      error,
    )
  }
}

async function openPackBytes(
  bytes: Uint8Array,
  keys: readonly TrustedKey[],
  where: string,
  pinned = false,
): Promise<Pack> {
  try {
    return await loadPack(bytes, keys, { allowUnsigned: keys.length === 0, pinned })
  } catch (error) {
    throw error instanceof ClawbackError ? error.at(where) : error
  }
}

export async function readInput(path: string | URL): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (error) {
    throw new ClawbackError('INPUT_NOT_FOUND', { locator: String(path) }, error)
  }
}
