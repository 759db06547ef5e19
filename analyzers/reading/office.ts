/** Parts of an Office document that hold its text (ECMA-376 1, 11 to 13), below the archive that it is. */
const parts =
  /!\/(?:word\/(?:document|comments|footnotes|endnotes|header\d*|footer\d*)|ppt\/(?:slides|notesSlides)\/\w+|xl\/sharedStrings)\.xml$/i

export function isOfficePart(path: string): boolean {
  return parts.test(path)
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The words of such a part, a paragraph per paragraph. */
export function officeText(xml: string): string {
  return xml
    .replace(/<\/(?:w:p|a:p|si)>|<w:br\b[^>]{0,200}>/g, '\n\n')
    .replace(/<[^<>]{0,4000}>/g, '')
    .replace(
      /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi,
      (whole, decimal?: string, hex?: string, name?: string) => {
        if (name !== undefined) return entities[name.toLowerCase()] ?? whole
        const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal)
        return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
      },
    )
}
