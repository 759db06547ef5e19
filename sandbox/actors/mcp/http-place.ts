/** Where a server in the cell listens: always this machine's own loopback, which the sinkhole leaves alone. */
export interface HttpPlace {
  readonly port: number
  readonly path: string
}

/** Statuses by which a server of the older transport refuses a POST to its stream (MCP 2025-03-26, Backwards Compatibility). */
export function refusesPost(status: number): boolean {
  return status >= 400 && status < 500
}

/**
 * Path to post to, from the `endpoint` event of the HTTP+SSE transport (MCP 2024-11-05, Transports). Undefined when it
 * names another host or port, or is no address: whatever a server says, the client stays at the place it was given.
 */
export function endpointPath(data: string, place: HttpPlace): string | undefined {
  const base = new URL(`http://127.0.0.1:${place.port}${place.path}`)
  if (data.length > 2048 || !URL.canParse(data, base.href)) return undefined
  const url = new URL(data, base.href)
  const near = url.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
  return near && url.port === base.port ? `${url.pathname}${url.search}` : undefined
}
