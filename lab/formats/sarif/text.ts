import { safeDisplay } from '@clawback/text'

/**
 * Text as the content of a SARIF message (2.1.0, 3.11.5 and 3.11.6): braces would be placeholders and brackets links, so
 * that a sample could make a viewer show a link of its own.
 */
export function messageText(text: string): string {
  return safeDisplay(text, { multiline: true })
    .replace(/[\\[\]]/g, '\\$&')
    .replaceAll('{', '{{')
    .replaceAll('}', '}}')
}
