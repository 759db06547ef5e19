import { readFile } from 'node:fs/promises'

/** One of our own inert things, as it is before anything disguises it (`datasets/ladder`). */
export interface Seed {
  readonly name: string
  readonly kind: 'python' | 'javascript' | 'bash' | 'text' | 'tool'
  readonly label: 'malicious' | 'benign'
  readonly behaviour: string
  /** The program; empty for texts and tools. */
  readonly code: string
  /** `plain`, `reworded` and a text per language code; empty for programs. */
  readonly texts: Readonly<Record<string, string>>
}

export type CodeKind = 'python' | 'javascript' | 'bash'

const folder = new URL('../../datasets/ladder/', import.meta.url)

/** All seeds, in the order of `seeds.json`. */
export async function loadSeeds(): Promise<readonly Seed[]> {
  const listed = JSON.parse(await readFile(new URL('seeds.json', folder), 'utf8')) as readonly (Omit<
    Seed,
    'code' | 'texts'
  > & { readonly file: string })[]
  return Promise.all(
    listed.map(async ({ file, ...seed }) => {
      const content = await readFile(new URL(`seeds/${file}`, folder), 'utf8')
      return file.endsWith('.json')
        ? { ...seed, code: '', texts: JSON.parse(content) as Record<string, string> }
        : { ...seed, code: content, texts: {} }
    }),
  )
}
