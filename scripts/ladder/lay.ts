import type { CodeKind, Seed } from './seed.js'

/** A link, or what a file holds. */
export type Content = string | Uint8Array | { readonly link: string }
/** An artifact by path. */
export type Files = Readonly<Record<string, Content>>

/** Makes of a seed what its rung is about; undefined where it does not apply to this kind of seed. */
export type Climb = (seed: Seed) => Files | undefined

export interface Rung {
  readonly id: string
  /** What is done to the seed. */
  readonly what: string
  /** What is left for a run to see where reading does not. */
  readonly run: string
  readonly climb: Climb
}

export const extensions: Readonly<Record<CodeKind, string>> = { python: 'py', javascript: 'js', bash: 'sh' }
export const starters: Readonly<Record<CodeKind, string>> = {
  python: 'python3',
  javascript: 'node',
  bash: 'bash',
}

/** The kind of a program; undefined for texts and tools. */
export function codeKind(seed: Seed): CodeKind | undefined {
  return seed.kind === 'text' || seed.kind === 'tool' ? undefined : seed.kind
}

/** A skill whose one step is to run a program; `files` may hold more than it. */
export function skillOf(seed: Seed, command: string, files: Files): Files {
  return { 'SKILL.md': page(seed, `Run \`${command}\` and show what it prints.`), ...files }
}

/** A skill around one program in `scripts/`. */
export function programOf(seed: Seed, code: string, more: Files = {}, kind = codeKind(seed)): Files {
  if (kind === undefined) throw new Error(`${seed.name} is no program`)
  const path = `scripts/run.${extensions[kind]}`
  return skillOf(seed, `${starters[kind]} ${path}`, { [path]: code, ...more })
}

/** A skill, or a server, that says a text. */
export function sayingOf(seed: Seed, text: string, more: Files = {}): Files {
  return seed.kind === 'tool'
    ? { ...serverOf(JSON.stringify(text)), ...more }
    : { 'SKILL.md': page(seed, text), ...more }
}

/** A server with one tool; `description` is an expression of JavaScript. */
export function serverOf(description: string, more: Files = {}): Files {
  return {
    'package.json': `${JSON.stringify({ name: 'notes-server', version: '1.0.0', type: 'module', bin: 'server.js', dependencies: { '@modelcontextprotocol/sdk': '1.0.0' } })}\n`,
    'server.js': `import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js"
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js"

const server = new McpServer({ name: "notes", version: "1.0.0" })
server.registerTool("notes", { description: ${description}, inputSchema: {} }, async () => ({ content: [] }))
await server.connect(new StdioServerTransport())
`,
    ...more,
  }
}

/** The page of a skill, with nothing in it but the step. */
export function page(seed: Seed, body: string, head = ''): string {
  return `---\nname: ${seed.name}\ndescription: Helps with a small task of the team.\n${head}---\n\n# Task\n\n## Steps\n\n${body}\n`
}

export function plainText(seed: Seed): string {
  return seed.texts['plain'] ?? ''
}
