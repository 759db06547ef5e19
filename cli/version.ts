import { createRequire } from 'node:module'

/** Version of this package. */
export function version(): string {
  const require = createRequire(import.meta.url)
  const path = import.meta.url.includes('/dist/') ? '../package.json' : './package.json'
  return (require(path) as { version: string }).version
}
