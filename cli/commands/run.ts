import { addExamination } from './examination.js'
import type { AddCommand } from './command.js'

/** `clawback run PATH…`: read, then run in the sandbox, and judge both together. */
export const addRun: AddCommand = (parser, finish) =>
  addExamination(parser, finish, {
    name: 'run',
    brief: 'Read and run skills and MCP servers in the sandbox, and judge what they did',
    run: true,
    examples: [
      ['$0 run ./skills/pdf', 'one skill, every script of it'],
      ['$0 run npm:@modelcontextprotocol/server-everything --json', 'an MCP server: every tool is called'],
      ['$0 run ./skill --report report.html', 'with a report to open in a browser'],
      ['$0 run ./skill --har c2.har', 'the network answers as it was recorded'],
    ],
  })
