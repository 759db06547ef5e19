import { readFile } from 'node:fs/promises'

/** Why an item was judged wrongly, as a person who read it says; by SHA-256 of the item. */
export type Reasons = ReadonlyMap<string, string>

/** Lines of `{"sha256": …, "why": …}`; none when the file is not there. */
export async function readReasons(file: URL): Promise<Reasons> {
  const text = await readFile(file, 'utf8').catch(() => '')
  return new Map(
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { readonly sha256: string; readonly why: string })
      .map(({ sha256, why }) => [sha256, why]),
  )
}
