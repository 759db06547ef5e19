import { isCommand } from './commands.js'

const mostCommands = 3

/** Commands that a fetched page shows: code boxes of HTML, shell blocks of Markdown, or the page itself if it is a script. */
export function commandsOfPage(page: string, url: string): readonly string[] {
  if (page.startsWith('#!')) return [`curl -fsSL '${url.replaceAll("'", '%27')}' | bash`]
  const boxes = [...page.matchAll(/<(pre|code)\b[^>]{0,200}>([\s\S]{1,4000}?)<\/\1>/gi)].map(
    ([, , inner = '']) => inner,
  )
  const blocks = [...page.matchAll(/^```(?:sh|bash|shell|console)?\n([\s\S]{1,4000}?)^```/gm)].map(
    ([, inner = '']) => inner,
  )
  const commands = [...boxes, ...blocks].map(asText).filter((text) => isCommand(text, new Set()))
  return [...new Set(commands)].slice(0, mostCommands)
}

const entities: ReadonlyMap<string, string> = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&#39;', "'"],
  ['&amp;', '&'],
])

function asText(html: string): string {
  return html
    .replace(/<[^>]{0,500}>/g, '')
    .replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => entities.get(entity) ?? entity)
    .replace(/^\s*\$ /gm, '')
    .trim()
}
