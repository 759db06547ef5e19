import { createHash } from 'node:crypto'
import type { ReportData } from '@clawback/model'
import { displayable } from './displayable.js'

/** The built page: one script and one style sheet, as text. */
export interface PageAssets {
  readonly script: string
  readonly style: string
}

/** Nothing is fetched, framed, submitted or turned from text into script. */
const strict = [
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
]

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
    ...strict,
  ]
  return page(
    data.title,
    policy,
    `<style>${style}</style>`,
    `<script type="application/json" id="data">${escapeJson(JSON.stringify(data))}</script>
<script>${script}</script>`,
  )
}

/** What the page of a corpus may do: run its own script, use its own sheet, and fetch data from where it came from. */
export const sitePolicy: string = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  ...strict,
].join('; ')

/** The page of a corpus: the same for every corpus, its data are files beside it. */
export function renderSite(): string {
  return page(
    'Clawback report',
    [sitePolicy],
    '<link rel="stylesheet" href="report.css">',
    '<script src="report.js"></script>',
  )
}

function page(title: string, policy: readonly string[], head: string, end: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
${head}
</head>
<body>
<div id="page"></div>
<noscript>This report is drawn by its own script; it loads nothing from elsewhere.</noscript>
${end}
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
