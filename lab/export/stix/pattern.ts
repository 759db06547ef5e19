/** A STIX pattern that one property of one kind of object equals a text: `[url:value = '…']` (STIX 2.1, 9). */
export function equals(path: string, value: string): string {
  return `[${path} = '${escapeLiteral(value)}']`
}

/** Within quotes a backslash and a quote are led by a backslash (STIX 2.1, 9). */
function escapeLiteral(text: string): string {
  return text.toWellFormed().replace(/[\\']/g, '\\$&')
}
