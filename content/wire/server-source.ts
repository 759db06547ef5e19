/**
 * Whether a file of source is a server of MCP: told by the class of a server together with its package, in either of the
 * languages servers come in. The start of the file is enough.
 */
export function isServerSource(source: string): boolean {
  return (
    (/^\s*(?:from|import)\s+(?:mcp\b|fastmcp\b)/m.test(source) && /\b(?:FastMCP|Server)\(/.test(source)) ||
    (/['"]@modelcontextprotocol\/sdk\/server\//.test(source) && /\bnew\s+(?:Mcp)?Server\(/.test(source))
  )
}
