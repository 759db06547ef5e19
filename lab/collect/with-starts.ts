import type { McpServer, OpenArtifact } from '@clawback/model'
import type { Provenance, ServerStart } from './sample.js'

/** Ways to start one server that are tried. */
const most = 4

/** The ways in which the lists that named a package start its servers, each once. */
export function startsOf(copies: readonly Provenance[]): readonly ServerStart[] {
  const starts = copies.flatMap(({ start }) => (start === undefined ? [] : [start]))
  return [...new Map(starts.map((start) => [JSON.stringify(start), start])).values()].slice(0, most)
}

/** The servers of a package as lists start them: once for every way, with its arguments and variables. */
export function withStarts(open: OpenArtifact, starts: readonly ServerStart[]): OpenArtifact {
  if (starts.length === 0) return open
  const servers = open.artifact.servers.flatMap(({ name, launch }): readonly McpServer[] => {
    if (launch.type === 'http') return [{ name, launch }]
    return starts.map(({ args, env }, at) => ({
      name: at === 0 ? name : `${name} (${at + 1})`,
      launch: { ...launch, args: [...launch.args, ...args], env: { ...launch.env, ...env } },
    }))
  })
  return { ...open, artifact: { ...open.artifact, servers } }
}
