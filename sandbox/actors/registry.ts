import type { Actor } from '../ports.js'
import { scriptedAgent } from './agent/agent.js'
import { llmAgent } from './llm/llm.js'
import { mcpActor } from './mcp/mcp.js'
import { scriptActor } from './script/script.js'

/** Every actor a run may name. A new one is added here and nowhere else. */
export const actors: ReadonlyMap<string, Actor> = new Map([
  ['script', scriptActor],
  ['mcp-client', mcpActor],
  ['scripted-agent', scriptedAgent],
  ['llm-agent', llmAgent],
])
