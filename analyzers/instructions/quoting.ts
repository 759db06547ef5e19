import type { Block } from './block.js'

/** Headings under which examples of what is not to be done stand. */
const headings =
  /\b(?:examples?|cases|incidents?|samples?|indicators?|patterns?|lures?|payloads?|fixtures|quotes|recogni[sz]\w{1,4}|seen (?:in|so)|looks? like)\b/i
/** Says of what stands below, by a noun for it, that it is cited or an example of an attack. Who reads that does none of it. */
const says =
  /\b(?:they|these|those|all(?: of (?:them|these))?|(?:all )?the (?:lines|strings|texts|examples|commands|samples|snippets|cases|payloads)(?: below| here)?) are(?: all| only| just)? [*_]{0,2}(?:quotes|quotations|fixtures|defanged|(?:real )?examples of (?:attacks?|malicious|malware)|samples of (?:attacks?|malicious|malware)|attack (?:strings|samples|payloads)|test payloads|indicators of)\b/i
/** Has what stands below done all the same. */
const orders =
  /\b(?:run|execute|paste|copy|apply|enter|use|do) (?:(?:the|this|these|it|them|what|all)\b[^.\n]{0,40}\b)?(?:below|now|first|instead|as (?:it is|they are)|block|following)\b/i

/** What is set apart from the sentences around it; those may be meant as they stand. */
const setApart: ReadonlySet<Block['role']> = new Set(['quote', 'code-block', 'inline-code', 'table'])
const prose: ReadonlySet<Block['role']> = new Set(['paragraph', 'list-item'])

/**
 * Blocks that are set apart under a heading for examples, below a sentence under the same heading that says they are cited,
 * where no sentence there has them done.
 */
export function citedBlocks(blocks: readonly Block[]): ReadonlySet<Block> {
  const found = new Set<Block>()
  for (let at = 0; at < blocks.length;) {
    const { heading } = blocks[at] as Block
    let end = at
    while (end < blocks.length && blocks[end]?.heading === heading) end++
    for (const block of citedIn(blocks.slice(at, end), heading)) found.add(block)
    at = end
  }
  return found
}

function citedIn(blocks: readonly Block[], heading: string): readonly Block[] {
  if (!headings.test(heading.split(' > ').at(-1) ?? '')) return []
  const spoken = blocks.filter(({ role }) => prose.has(role))
  const said = spoken.find(({ text }) => says.test(text.slice(0, longest)))
  if (said === undefined || spoken.some(({ text }) => orders.test(text.slice(0, longest)))) return []
  return blocks.filter(({ role, line }) => line > said.lineEnd && setApart.has(role))
}

const longest = 2_000
