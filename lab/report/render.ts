import { createHash } from 'node:crypto'
import type { ReportData } from '@clawback/model'
import { displayable } from './displayable.js'

/** The built page: one script and one style sheet, as text. */
export interface PageAssets {
  readonly script: string
  readonly style: string
}

/**
 * One self-contained HTML file. The policy allows exactly this script and this sheet by hash and no network at all;
 * the data lies in a JSON block in which nothing can close the element.
 */
export function renderReport(report: ReportData, assets: PageAssets): string {
  const data = displayable(report)
  const script = assets.script.replaceAll('</script', '<\\/script')
  const style = assets.style.replaceAll('</style', '<\\/style')
  const policy = [
    "default-src 'none'",
    `script-src '${hash(script)}'`,
    `style-src '${hash(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(data.title)}</title>
<style>${style}</style>
</head>
<body>
<div id="page"></div>
<noscript>This report is drawn by the script inside this file; it loads nothing from elsewhere.</noscript>
<script type="application/json" id="data">${escapeJson(JSON.stringify(data))}</script>
<script>${script}</script>
</body>
</html>
`
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
}

/** `<` starts the only sequences that could end or confuse a script element (HTML, 4.12.1.3). */
function escapeJson(json: string): string {
  return json.replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
}
