import { addExamination } from './examination.js'
import type { AddCommand } from './command.js'

/** `clawback scan PATH…`: read, never execute, never touch the network unless a path is a package or a URL. */
export const addScan: AddCommand = (parser, finish) =>
  addExamination(parser, finish, {
    name: 'scan',
    brief: 'Read skills, MCP servers, packages or configurations and judge them (nothing is executed)',
    run: false,
    examples: [
      ['$0 scan ./skills', 'every skill below a folder'],
      ['$0 scan npm:@modelcontextprotocol/server-filesystem --json', 'an npm package, as JSON'],
      ['$0 scan . --format sarif --output clawback.sarif', 'for code scanning'],
      ['$0 scan skills --changed-since origin/main --format markdown', 'for a pull request'],
      ['$0 scan ~/.cursor/mcp.json --fail-on suspicious', 'the servers of a client, alone and together'],
      ['$0 scan files.tools.json mail.tools.json', 'what the tools of two servers can do together'],
    ],
  })
