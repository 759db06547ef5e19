import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { ClawbackError } from '@clawback/model'
import type { ClientSecret } from './server.js'

/** What the agent process is told when it starts. */
export interface AgentOrders {
  readonly issuer: string
  readonly records: string
  readonly table: string
  readonly rows: number
  readonly everyMs: number
  readonly client: ClientSecret
  readonly account: string
  readonly signInGrant: string
  readonly tokens: { readonly access: string; readonly refresh: string }
  /** Goes into `application_name` of what it reads, as `PGAPPNAME` would. */
  readonly stamp: string
}

/** One thing the agent did, with the answer it got. Times in milliseconds since the epoch. */
export interface AgentReport {
  readonly did: 'read' | 'refresh' | 'sign-in'
  readonly status: number
  readonly rows: number
  readonly started: number
  readonly ended: number
}

/** An agent at work in its own process. */
export interface Agent {
  readonly pid: number
  readonly reports: readonly AgentReport[]
  alive(): boolean
  /** The first thing done that fits, at the earliest at `since`. Rejects when nothing fits in time. */
  first(fits: (report: AgentReport) => boolean, since: number, withinMs?: number): Promise<AgentReport>
  /** The first thing done from now on that fits. Rejects when the process ends or nothing fits in time. */
  next(fits: (report: AgentReport) => boolean, withinMs?: number): Promise<AgentReport>
  stop(): Promise<void>
}

/** Starts an agent. Its orders travel over the pipe, so that no secret stands on a command line or in an environment. */
export async function startAgent(orders: AgentOrders): Promise<Agent> {
  const source = import.meta.url.endsWith('.ts')
  const program = fileURLToPath(new URL(source ? 'agent-process.ts' : 'agent-process.js', import.meta.url))
  const child = fork(program, {
    execArgv: source ? ['--conditions=@clawback/source', '--import', 'tsx'] : [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  await once(child, 'spawn')
  const reports: AgentReport[] = []
  const listeners = new Set<(report: AgentReport) => void>()
  child.on('message', (report: AgentReport) => {
    reports.push(report)
    for (const listener of listeners) listener(report)
  })
  child.send(orders)
  const alive = (): boolean => child.exitCode === null && child.signalCode === null

  const agent: Agent = {
    pid: child.pid ?? 0,
    reports,
    alive,
    first: async (fits, since, withinMs) => {
      const fitting = (report: AgentReport): boolean => report.started >= since && fits(report)
      return reports.find(fitting) ?? agent.next(fitting, withinMs)
    },
    next: (fits, withinMs = 15_000) =>
      new Promise((resolve, reject) => {
        const end = (finish: () => void): void => {
          clearTimeout(timer)
          listeners.delete(listener)
          child.off('exit', gone)
          finish()
        }
        const listener = (report: AgentReport): void => {
          if (fits(report)) end(() => resolve(report))
        }
        const failed = (detail: string): void => end(() => reject(new ClawbackError('INTERNAL', { detail })))
        const gone = (): void => failed('the stage agent ended')
        const timer = setTimeout(() => failed('the stage agent did not do it in time'), withinMs)
        listeners.add(listener)
        child.once('exit', gone)
        if (!alive()) gone()
      }),
    stop: async () => {
      if (!alive()) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
  return agent
}
