/** Whether a file is an MCP client configuration, by its content. */
export async function looksLikeConfig(_path: string): Promise<boolean> {
  return Promise.resolve(false)
}
