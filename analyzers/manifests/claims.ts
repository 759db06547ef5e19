/** A capability, or a limit, that a manifest or its prose names. */
export interface Claim {
  readonly action: string
  /** `*` when the text does not say on what. */
  readonly target: string
  readonly negated: boolean
  readonly line: number
  /** The words that say so. */
  readonly text: string
}

/** Reaching a host shows as all of these in a run. */
const network = ['net.connect', 'dns.query', 'http.request']

/** What a tool of an agent can do, by the name under which a skill is allowed to use it. */
const tools: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(bash|shell|terminal|execute|run_?command|powershell)$/i, ['process.exec']],
  [/^(read|grep|glob|ls|list|view|notebookread|read_?file|search_?files)$/i, ['file.read']],
  [
    /^(write|edit|multiedit|notebookedit|create|str_replace\w*|write_?file|apply_?patch)$/i,
    ['file.write', 'file.read'],
  ],
  [/^(webfetch|websearch|fetch|browser|web_?search|http)$/i, network],
]

/** Claims of `allowed-tools` and of permissions: `Bash(git:*)`, `WebFetch(domain:x.org)`, `mcp__server__tool`. */
export function toolClaims(tool: string, line: number, negated = false): Claim[] {
  const [, name = tool, detail] = /^([\w-]+)\s*(?:\(([^)]*)\))?$/.exec(tool.trim()) ?? []
  const mcp = /^mcp__([\w-]+?)(?:__([\w-]+|\*))?$/.exec(name)
  if (mcp !== null) return [{ action: 'mcp.tool', target: mcp[2] ?? '*', negated, line, text: tool }]
  const actions = tools.find(([pattern]) => pattern.test(name))?.[1] ?? []
  return actions.map((action) => ({ action, target: targetOf(action, detail), negated, line, text: tool }))
}

function targetOf(action: string, detail = '*'): string {
  if (action === 'process.exec') return /^[\w./-]+/.exec(detail)?.[0] ?? '*'
  if (network.includes(action)) return detail.replace(/^domain:/, '') || '*'
  return detail.replace(/^\/\//, '/').replace(/\*+$/, '*') || '*'
}

/**
 * Words of a description and what they say a thing does. One sentence may say several. They name the doing, not the
 * subject: a text about cloud costs does not thereby claim to reach the cloud.
 */
const words: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /\b(?:download|upload|scrap|crawl|brows)(?:s|es|ed|ing|e)?\b|\bfetch(?:es|ed|ing)?\b|\bweb ?(?:search|pages?|sites?)\b|\bwebhooks?\b|\bsearch(?:es|ing)? (?:the )?(?:web|internet|online)\b|\bnetwork (?:access|requests?)\b|\b(?:calls?|calling|quer(?:y|ies|ying)|requests?|via|through|using|uses|from)\b[^.;]{0,40}\bapis?\b|\bapi (?:calls?|requests?)\b|\bhttps?\b|\burls?\b|\b(?:send|post|publish|deploy|sync|push)(?:s|es|ing)? [^.;]{0,40}\bto\b/i,
    network,
  ],
  [
    /\b(?:runs?|running|execut\w+) [^.;]{0,40}\b(?:commands?|scripts?|tests?|code|build|programs?|tools?)\b|\b(?:shell|terminal|command[- ]line|cli)\b|\bscripts? (?:for|to|that)\b|\b(?:build|compile|install|lint)s? (?:the|a|an|your|code|projects?|packages?|dependencies)\b/i,
    ['process.exec'],
  ],
  [
    /\b(?:writ(?:e|es|ing)|creat\w+|generat\w+|sav(?:e|es|ing)|export\w*|edit\w*|convert\w*|produc\w+|modif\w+|fill\w*|draft\w*|scaffold\w*|updat\w+|delet\w+|mov(?:e|es|ing) files?|renam\w+)\b/i,
    ['file.write'],
  ],
  [
    /\b(?:read(?:s|ing)?|pars(?:e|es|ing)|analy[sz]\w+|extract\w*|load(?:s|ing)?|inspect\w*|files?|documents?|summari[sz]\w+|scan(?:s|ning)?|review\w*)\b/i,
    ['file.read'],
  ],
  [/\b(?:environment variables?|env vars?|api keys?|access tokens?)\b/i, ['env.read']],
]

const limits: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /\b(?:no|without|never|not|doesn['’]t|don['’]t)\b[^.;:,]{0,40}\b(?:network|internet|online|external|remote|upload|phone home|send)/i,
    network,
  ],
  [
    /\b(?:offline|air-?gapped|local(?:ly)?[- ]only|works locally|never leaves? (?:your|the) (?:machine|computer|device))\b/i,
    network,
  ],
  [
    /\bread[- ]only\b|\b(?:no|without|never|not|doesn['’]t|don['’]t)\b[^.;:,]{0,30}\b(?:write|modif|edit|delet|chang)/i,
    ['file.write'],
  ],
  [
    /\b(?:no|without|never|not|doesn['’]t|don['’]t)\b[^.;:,]{0,30}\b(?:execut|run|shell|commands?|scripts?)/i,
    ['process.exec'],
  ],
]

/** Claims of a description, sentence by sentence; a sentence that denies a thing does not also claim it. */
export function proseClaims(text: string, line: number): Claim[] {
  return text
    .slice(0, 8192)
    .split(/(?<=[.;!?])\s+|\n+/)
    .flatMap((sentence) => {
      const said = { line, text: sentence.trim().slice(0, 200), target: '*' }
      const denied = limits.filter(([pattern]) => pattern.test(sentence)).flatMap(([, actions]) => actions)
      const claimed = words.filter(([pattern]) => pattern.test(sentence)).flatMap(([, actions]) => actions)
      return [
        ...[...new Set(denied)].map((action) => ({ ...said, action, negated: true })),
        ...[...new Set(claimed)]
          .filter((action) => !denied.includes(action))
          .map((action) => ({ ...said, action, negated: false })),
        ...hosts(sentence).flatMap((host) =>
          network.map((action) => ({ ...said, action, target: host, negated: denied.includes(action) })),
        ),
      ]
    })
}

/** Programs that a code block without a language may begin with; anything else there is as likely prose. */
const programs =
  /^(?:python3?|node|npm|npx|pnpm|yarn|bun|deno|pip3?|uvx?|pipx|ba?sh|sh|curl|wget|git|gh|docker|kubectl|make|cargo|go|java|ruby|perl|psql|aws|gcloud|az|ssh|scp|openssl|jq)$/

/** Claims of a skill's body: the hosts it names, and the commands that its code blocks and code spans show. */
export function bodyClaims(body: string, firstLine: number): Claim[] {
  const claims: Claim[] = []
  let fence: string | undefined
  for (const [index, line] of body.split('\n').slice(0, 20_000).entries()) {
    const at = { line: firstLine + index, text: line.trim().slice(0, 200), negated: false }
    const mark = /^\s*(?:```|~~~)\s*([\w+-]*)/.exec(line)
    if (mark !== null) fence = fence === undefined ? (mark[1] ?? '') : undefined
    for (const target of mark === null ? commands(line, fence) : [])
      claims.push({ ...at, action: 'process.exec', target })
    for (const host of hosts(line)) for (const action of network) claims.push({ ...at, action, target: host })
  }
  return claims
}

function commands(line: string, fence: string | undefined): string[] {
  if (fence === undefined)
    return [...line.matchAll(/`(?:\$ )?([a-z][\w.-]*) (?!=)[^`]+`/g)].flatMap(([, name = '']) => name)
  const [, prompt, name = ''] = /^\s*([$>]\s+)?([a-z][\w.-]*)(?=\s+[^\s=]|\s*$)/.exec(line) ?? []
  const shell = /^(?:ba?sh|sh|shell|zsh|console|terminal|powershell)$/i.test(fence)
  const plain = fence === '' && (prompt !== undefined || programs.test(name))
  return name !== '' && (shell || plain) ? [name] : []
}

function hosts(text: string): string[] {
  return [
    ...text.matchAll(
      /https?:\/\/(?:[^\s/@"'<>`)\]]*@)?([a-z0-9.-]+\.[a-z]{2,24})(?=[:/\s"'<>`)\],?#]|\.?$|\.\s)/gi,
    ),
  ].map(([, host = '']) => host.toLowerCase())
}
