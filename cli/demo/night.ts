import { randomBytes, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { ClawbackError } from '@clawback/model'
import type { GuardAddress } from '@clawback/guard'
import { checkout } from './inputs.js'

/** One raw input of the scenario. */
interface Input {
  /** Inlet: `hooks/SOURCE`, `traces` or `logs/SOURCE`. */
  readonly to: string
  readonly payload: unknown
  readonly stamp?: boolean
}

/** What playing the raw inputs gave. */
export interface Night {
  readonly session: string
  /** Stamp of the sub-agent, as the hook shim would put it into the environment. */
  readonly stamp: string
  readonly sent: number
}

/** Plays the raw hook payloads and spans of GS-1 into a guard: hooks over its socket, spans over OTLP/HTTP. */
export async function playNight(address: GuardAddress): Promise<Night> {
  const session = randomUUID()
  const text = await readFile(join(checkout(), 'datasets/scenarios/gs-1/inputs.ndjson'), 'utf8')
  const values: Readonly<Record<string, string>> = {
    session,
    run: randomBytes(4).toString('hex'),
    subagent: `a${randomBytes(6).toString('hex')}`,
    trace: randomBytes(16).toString('hex'),
    span: randomBytes(7).toString('hex'),
    nano: `${Date.now()}000000`,
  }
  const filled = text.replace(/\$\{(\w+)\}/g, (all, name: string) => values[name] ?? all)
  const inputs = filled
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Input)
  let stamp = ''
  for (const input of inputs) {
    const answered = await send(address, input.to, JSON.stringify(input.payload))
    if (input.stamp === true) stamp = answered
  }
  if (stamp === '') throw new ClawbackError('INTERNAL', { detail: 'the guard gave the session no stamp' })
  return { session, stamp, sent: inputs.length }
}

/** Sends raw log lines of a source, as its shipper would. */
export async function sendLines(address: GuardAddress, source: string, lines: string): Promise<void> {
  await send(address, `logs/${source}`, lines)
}

function send(address: GuardAddress, to: string, body: string): Promise<string> {
  const otlp = to === 'traces' ? address.listening['otel'] : undefined
  const [host, port] = otlp?.split(':') ?? []
  const at = otlp === undefined ? { socketPath: address.socket } : { host, port: Number(port) }
  return new Promise((resolve, reject) => {
    const asking = request(
      { ...at, method: 'POST', path: `/v1/${to}`, headers: { 'content-type': 'application/json' } },
      (response) => {
        response.resume()
        response.once('end', () => {
          if (Math.floor((response.statusCode ?? 0) / 100) === 2)
            resolve(String(response.headers['x-clawback-stamp'] ?? ''))
          else
            reject(
              new ClawbackError('INTERNAL', {
                detail: `the guard answered ${response.statusCode ?? 0} to ${to}`,
              }),
            )
        })
      },
    )
    asking.once('error', reject)
    asking.end(body)
  })
}
