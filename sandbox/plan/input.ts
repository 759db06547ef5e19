/**
 * Standard input for a program that met its end too early: what a caller of a hook would write when it wanted JSON,
 * lines a person might type when it asked for some. Undefined when it did not miss any.
 */
export function guessInput(output: string): string | undefined {
  if (
    /\bJSONDecodeError: Expecting value: line 1 column 1 \(char 0\)|Unexpected end of JSON input/.test(output)
  )
    return `${JSON.stringify(hookCall)}\n`
  if (/\bEOFError\b|EOF when reading a line/.test(output)) return `${typed.join('\n')}\n`
  return undefined
}

/** Answers to prompts, in an order that suits most: agreement, a choice, a name, a place. */
const typed = [
  'y',
  '1',
  'example',
  'https://example.com/',
  '/home/dana/Documents/notes.txt',
  'y',
  '1',
  'quit',
]

/** The call of a hook as clients of agents write it, with the members that other callers use beside it. */
const hookCall = {
  session_id: '6f1d1c9a',
  hook_event_name: 'PreToolUse',
  cwd: '/home/dana/project',
  transcript_path: '/home/dana/.claude/projects/project/6f1d1c9a.jsonl',
  prompt: 'Summarise the open invoices.',
  tool_name: 'Bash',
  tool_input: { command: 'git status', file_path: '/home/dana/project/README.md' },
  text: 'example',
  query: 'example',
  url: 'https://example.com/',
}
