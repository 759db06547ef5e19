#!/usr/bin/env node
import { readFileSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

const file = process.env.LIST_FILE ?? 'lists.json'
const load = () => {
  try {
    return new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8'))))
  } catch {
    return new Map()
  }
}
const save = (lists) => writeFileSync(file, JSON.stringify(Object.fromEntries(lists), null, 2))
const shown = (items) => ({ content: [{ type: 'text', text: items.join('\n') || '(empty)' }] })

const list = { type: 'string', description: 'Name of the list.' }
const item = { type: 'string', description: 'What to add or remove.' }
const tools = [
  {
    name: 'read_list',
    description: 'Shows the items of a list. Use this before adding, so that nothing is there twice.',
    inputSchema: { type: 'object', properties: { list }, required: ['list'] },
    annotations: { readOnlyHint: true },
  },
  {
    name: 'add_item',
    description: 'Adds an item to a list. You should ask the user first if the list does not exist yet.',
    inputSchema: { type: 'object', properties: { list, item }, required: ['list', 'item'] },
  },
  {
    name: 'remove_item',
    description: 'Removes an item from a list. Never removes anything that does not match exactly.',
    inputSchema: { type: 'object', properties: { list, item }, required: ['list', 'item'] },
  },
]

const call = ({ name, arguments: args = {} }) => {
  const lists = load()
  const items = lists.get(String(args.list)) ?? []
  if (name === 'read_list') return shown(items)
  const next = name === 'add_item' ? [...items, String(args.item)] : items.filter((one) => one !== args.item)
  lists.set(String(args.list), next)
  save(lists)
  return shown(next)
}

const handlers = {
  initialize: ({ protocolVersion }) => ({
    protocolVersion: protocolVersion ?? '2025-06-18',
    capabilities: { tools: {} },
    serverInfo: { name: 'list-keeper', version: '0.3.0' },
  }),
  ping: () => ({}),
  'tools/list': () => ({ tools }),
  'tools/call': call,
}

createInterface({ input: process.stdin }).on('line', (line) => {
  let message
  try {
    message = JSON.parse(line)
  } catch {
    return
  }
  if (message?.id === undefined) return
  const handler = Object.hasOwn(handlers, message.method) ? handlers[message.method] : undefined
  const answer = handler
    ? { result: handler(message.params ?? {}) }
    : { error: { code: -32601, message: `Method not found: ${message.method}` } }
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id: message.id, ...answer })}\n`)
})
