import { once } from 'node:events'
import { createGuard, guardClient, readGuardConfig } from '@clawback/guard'
import { safeDisplay } from '@clawback/text'
import { readInput } from '../content/load.js'
import { colourOf, paint } from '../terminal/paint.js'
import { table } from '../terminal/table.js'
import { storyLines } from './story.js'

interface Asked {
  readonly socket: string
  readonly json: boolean
}

/** Runs a guard until a signal ends it; says where it listens once it does. */
export async function serve(given: { readonly config: string; readonly json: boolean }): Promise<number> {
  const guard = createGuard(await readGuardConfig(given.config))
  const address = await guard.start()
  const listening = Object.entries(address.listening).map(([source, at]) => `${source} on ${at}`)
  process.stdout.write(
    given.json
      ? `${JSON.stringify(address)}\n`
      : `listening on ${address.socket}${listening.map((one) => `, ${one}`).join('')}\ncontrol on ${address.control}\n`,
  )
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
  await guard.stop()
  return 0
}

export async function status({ socket, json }: Asked): Promise<number> {
  const found = await guardClient(socket).status()
  print(json ? JSON.stringify(found) : JSON.stringify(found, undefined, 2))
  return 0
}

export async function incidents({ socket, json }: Asked): Promise<number> {
  const found = await guardClient(socket).incidents()
  if (json) for (const one of found) print(JSON.stringify(one))
  else
    print(
      table(
        ['incident', 'state', 'level', 'response', 'alerts', 'opened', 'chain'],
        found.map((one) => [
          one.id,
          one.state,
          { text: one.level, colour: colourOf(one.level) },
          String(one.response),
          String(one.alerts.length),
          one.opened,
          one.chain,
        ]),
      ),
    )
  return 0
}

export async function story({ socket, json, id }: Asked & { readonly id: string }): Promise<number> {
  const lines = await guardClient(socket).story(id)
  print(json ? JSON.stringify(lines) : storyLines(lines).join('\n'))
  return 0
}

export async function follow({ socket, json }: Asked): Promise<number> {
  for await (const told of guardClient(socket).follow())
    print(json ? JSON.stringify(told) : safeDisplay(JSON.stringify(told)))
  return 0
}

export async function intents({
  socket,
  json,
  incident,
}: Asked & { readonly incident: string | undefined }): Promise<number> {
  const found = await guardClient(socket).intents(incident)
  if (json) for (const one of found) print(JSON.stringify(one))
  else
    print(
      table(
        ['intent', 'operation', 'provider', 'subject', 'level', 'state', 'detail'],
        found.map((one) => [
          one.id,
          one.operation,
          one.provider,
          one.subject,
          String(one.level),
          one.state,
          one.detail,
        ]),
      ),
    )
  return 0
}

export async function approvals({ socket, json }: Asked): Promise<number> {
  const found = await guardClient(socket).approvals()
  if (json) for (const one of found) print(JSON.stringify(one))
  else for (const one of found) print(`${paint(one.id, 'bold')} ${one.state}\n  ${safeDisplay(one.asks)}`)
  return 0
}

interface Decided extends Asked {
  readonly id: string
  readonly by: string
  readonly decision: 'approve' | 'deny'
}

export async function decide({ socket, json, id, by, decision }: Decided): Promise<number> {
  const done = await guardClient(socket).decide(id, decision, by)
  print(json ? JSON.stringify(done) : `${done.id} ${done.state}`)
  return 0
}

export async function restore({
  socket,
  json,
  subject,
  by,
}: Asked & { readonly subject: string; readonly by: string }): Promise<number> {
  const done = await guardClient(socket).restore(subject, by)
  print(json ? JSON.stringify(done) : `${done.length} given back: ${done.join(', ')}`)
  return 0
}

export async function load({ socket, json, pack }: Asked & { readonly pack: string }): Promise<number> {
  const loaded = await guardClient(socket).loadPack(await readInput(pack))
  print(json ? JSON.stringify(loaded) : safeDisplay(JSON.stringify(loaded)))
  return 0
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
