import type { McpServer, OpenArtifact } from '@clawback/model'
import type { Provenance } from './sample.js'

/** Ways to start one server that are tried. */
const most = 4

/** The servers of a package as the lists that named it start them: once for every way, with its arguments and variables. */
export function withStarts(open: OpenArtifact, copies: readonly Provenance[]): OpenArtifact {
  const starts = [...new Map(copies.flatMap(({ start }) => (start === undefined ? [] : [[JSON.stringify(start), start] as const]))).values()] // prettier-ignore
  if (starts.length === 0) return open
  const servers = open.artifact.servers.flatMap(({ name, launch }): readonly McpServer[] => {
    if (launch.type === 'http') return [{ name, launch }]
    return starts.slice(0, most).map(({ args, env }, at) => ({
      name: at === 0 ? name : `${name} (${at + 1})`,
      launch: { ...launch, args: [...launch.args, ...args], env: { ...launch.env, ...env } },
    }))
  })
  return { ...open, artifact: { ...open.artifact, servers } }
}
