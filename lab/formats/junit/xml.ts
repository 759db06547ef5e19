import { safeDisplay } from '@clawback/text'

/** What XML 1.0 has no way to write, not even as a reference (2.2, Char), beyond what is escaped for display. */
const unwritable = /[\ufffe\uffff]/g
const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\n': '&#10;',
  '\t': '&#9;',
}

/** Foreign text as the content of an element. */
export function xmlText(text: string): string {
  return written(text).replace(/[&<>]/g, (one) => references[one] ?? '')
}

/** An element with attributes; `content` is XML already. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content: readonly string[] = [],
): string {
  const all = Object.entries(attributes).map(([key, value]) => ` ${key}="${xmlAttribute(String(value))}"`)
  const inner = content.join('\n')
  return inner === '' ? `<${name}${all.join('')}/>` : `<${name}${all.join('')}>${inner}</${name}>`
}

function xmlAttribute(text: string): string {
  return written(text).replace(/[&<>"'\n\t]/g, (one) => references[one] ?? '')
}

function written(text: string): string {
  return safeDisplay(text, { multiline: true }).replace(
    unwritable,
    (one) => `\\u${one.charCodeAt(0).toString(16)}`,
  )
}
