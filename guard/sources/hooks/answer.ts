import type { Standing } from '../../ports.js'

/**
 * What a hook prints. Nothing stands: `{}`, never `allow`, which would skip the person's own prompt. Shapes: Claude
 * Code and Codex take `hookSpecificOutput` and `continue`, Cursor takes `permission` and `continue`.
 */
export function hookAnswer(connector: string, event: string, standing: Standing | undefined): object {
  if (standing === undefined) return {}
  const reason = `${standing.reason} (incident ${standing.incident})`
  if (connector === 'cursor')
    return { permission: 'deny', userMessage: reason, agentMessage: reason, ...ending(standing, reason) }
  if (event === 'PreToolUse')
    return {
      ...ending(standing, reason),
      hookSpecificOutput: {
        hookEventName: 'PreToolUse',
        permissionDecision: 'deny',
        permissionDecisionReason: reason,
      },
    }
  if (event === 'UserPromptSubmit' && standing.action === 'stop') return { decision: 'block', reason }
  return ending(standing, reason)
}

function ending(standing: Standing, reason: string): object {
  return standing.action === 'stop' ? { continue: false, stopReason: reason } : {}
}
