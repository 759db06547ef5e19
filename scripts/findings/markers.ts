/** Puts each table where the page has `<!-- table NAME -->` … `<!-- end -->`. A name that is missing on either side is an error. */
export function fillTables(page: string, tables: ReadonlyMap<string, string>): string {
  const used = new Set<string>()
  const filled = page.replace(
    /(<!-- table ([a-z-]+) -->\n)[^]*?(?=<!-- end -->)/g,
    (_, open: string, name: string) => {
      const table = tables.get(name)
      if (table === undefined) throw new Error(`there is no table ${name}`)
      used.add(name)
      return `${open}\n${table}\n\n`
    },
  )
  const missing = [...tables.keys()].filter((name) => !used.has(name))
  if (missing.length > 0) throw new Error(`the page has no place for ${missing.join(', ')}`)
  return filled
}

/** A Markdown table. Nothing of a sample can end a cell, or be followed from it. */
export function markdown(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** A text of a sample as it may stand in a cell. */
export function quoted(text: string, most = 90): string {
  const flat = text
    .replace(/[\s\p{C}]+/gu, ' ')
    .replaceAll('`', "'")
    .replaceAll('|', '¦')
  return `\`${flat.length <= most ? flat : `${flat.slice(0, most - 1)}…`}\``
}
