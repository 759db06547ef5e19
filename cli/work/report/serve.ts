import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ClawbackError } from '@clawback/model'
import { answerRequests } from './answer.js'
import { folderFiles, storeFiles } from './files.js'
import type { Files } from './files.js'
import { withSite } from './site.js'

interface ServeArguments {
  readonly store?: string | undefined
  readonly folder?: string | undefined
  readonly port: number
  readonly title: string
  readonly against?: string | undefined
}

/** Serves a report on loopback until SIGINT or SIGTERM. Prints its address as the first line. */
export async function serveReport(given: ServeArguments): Promise<number> {
  const { store, folder, port, title, against } = given
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new ClawbackError('USAGE', { detail: '--port is a number from 0 to 65535.' })
  if (folder !== undefined) await serve(await folderFiles(folder), port)
  else if (store === undefined)
    throw new ClawbackError('USAGE', { detail: 'Name what is to be shown: --store or --folder.' })
  else
    await withSite({ store, title, against }, async (site) => {
      await serve(await storeFiles(site), port)
    })
  return 0
}

async function serve(files: Files, port: number): Promise<void> {
  const server = createServer()
  const stopping = new AbortController()
  const stop = (): void => stopping.abort()
  server.listen(port, '127.0.0.1')
  await once(server, 'listening').catch((error: unknown) => {
    const detail = error instanceof Error ? error.message : 'unknown'
    throw new ClawbackError('PORT_REFUSED', { address: `127.0.0.1:${port}`, detail }, error)
  })
  const { port: taken } = server.address() as AddressInfo
  server.on('request', answerRequests(files, taken))
  process.once('SIGINT', stop).once('SIGTERM', stop)
  process.stdout.write(`http://127.0.0.1:${taken}/\n`)
  if (!stopping.signal.aborted) await once(stopping.signal, 'abort')
  process.removeListener('SIGINT', stop).removeListener('SIGTERM', stop)
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
}
