import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { tar } from './tar.js'

/** A package as the registry of a test offers it. */
export interface OfferedPackage {
  readonly manifest: Readonly<Record<string, unknown>> & { readonly name: string; readonly version: string }
  readonly files?: Readonly<Record<string, string>>
  /** Integrity to publish instead of the true one. */
  readonly integrity?: string
}

export interface TestRegistry {
  readonly url: string
  /** Paths asked for, in order. */
  readonly asked: readonly string[]
  close(): Promise<void>
}

/** A package registry on loopback that knows exactly these packages. */
export async function openRegistry(packages: readonly OfferedPackage[]): Promise<TestRegistry> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '/')
    asked.push(path)
    const offered = packages.find(({ manifest }) => path === `/${manifest.name}`)
    const packed = packages.find(({ manifest }) => path === `/${manifest.name}/-/${manifest.version}.tgz`)
    if (packed !== undefined) response.end(pack(packed))
    else if (offered !== undefined) response.end(JSON.stringify(packument(offered, urlOf())))
    else response.writeHead(404).end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const urlOf = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: urlOf(),
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function pack({ manifest, files = {} }: OfferedPackage): Buffer {
  const all = { 'package.json': JSON.stringify(manifest), ...files }
  return gzipSync(tar(Object.entries(all).map(([path, content]) => ({ path: `package/${path}`, content }))))
}

function packument(offered: OfferedPackage, url: string): unknown {
  const { manifest } = offered
  const integrity =
    offered.integrity ?? `sha512-${createHash('sha512').update(pack(offered)).digest('base64')}`
  const dist = { tarball: `${url}/${manifest.name}/-/${manifest.version}.tgz`, integrity }
  return {
    name: manifest.name,
    'dist-tags': { latest: manifest.version },
    versions: { [manifest.version]: { ...manifest, dist } },
  }
}
