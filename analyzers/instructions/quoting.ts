import type { Block } from './block.js'

/** Says of what stands below that it is cited, or there to be recognised or tested with, and not to be done. */
const says = [
  /\b(?:they|these|those|it|this|all|both|everything\b[^.\n]{0,40}|the (?:following|lines|strings|texts|examples|commands|samples|snippets|cases|payloads))(?: below| here| above)? (?:is|are|was|were)(?: all| only| just)? [*_]{0,2}(?:quotes?|quoted|quotations?|fixtures?|defanged|inert|test (?:data|strings?|cases?|payloads?)|indicators?|(?:real )?examples? of (?:attacks?|malicious|what not)|samples? of (?:attacks?|malicious|malware)|taken from (?:past|real|closed) (?:cases|incidents|samples))\b/i,
  /\b(?:do not|don[’']t|never) (?:run|execute|follow|obey|paste|act on) (?:them|any of (?:them|these|it)|what is quoted|the (?:quoted|examples?|payloads?|samples?|snippets?)\b)/i,
  /\brecogni[sz]e (?:these|them|such)\b/i,
]

/** Whether a text says that what it shows is cited. */
export function saysCited(text: string): boolean {
  return says.some((one) => one.test(text.slice(0, longest)))
}

const longest = 4_000

/** What is set apart from the sentences around it; those may be meant as they stand. */
const setApart: ReadonlySet<Block['role']> = new Set(['quote', 'code-block', 'inline-code', 'table'])

/** Blocks that are set apart below a text that says they are cited, under the same heading or one below it. */
export function citedBlocks(blocks: readonly Block[]): ReadonlySet<Block> {
  const found = new Set<Block>()
  let said: { readonly heading: string; readonly line: number } | undefined
  for (const block of blocks) {
    const { role, heading, line, lineEnd } = block
    if (said !== undefined && heading !== said.heading && !heading.startsWith(`${said.heading} > `))
      said = undefined
    if (said !== undefined && line > said.line && setApart.has(role)) found.add(block)
    if (said === undefined && (role === 'paragraph' || role === 'list-item') && saysCited(block.text))
      said = { heading, line: lineEnd }
  }
  return found
}
