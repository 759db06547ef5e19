import type { McpServer } from '@clawback/model'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pyprojectDependencies } from '../manifests/dependencies.js'
import { at, member, members, string } from '../manifests/data.js'
import type { Data } from '../manifests/data.js'
import { parseData } from '../manifests/parse.js'
import { insideCell } from './package.js'

/** Bytes of a pyproject.toml that is looked into. */
const manifestBytes = 512 * 1024

/** Reads a pyproject.toml of a stored tree; undefined when it is too large or broken. */
export async function readPyproject(root: string, path: string): Promise<Data | undefined> {
  const file = join(root, path)
  if ((await stat(file)).size > manifestBytes) return undefined
  return (await parseData(await readFile(file), 'toml')).data
}

/** Whether a Python project is a server of the Model Context Protocol: it is built with a library for it and can be started. */
export function isMcpProject(project: Data | undefined): boolean {
  if (project === undefined || scripts(project).length === 0) return false
  return pyprojectDependencies(project).some(({ name }) => /^(mcp|fastmcp)$/i.test(name))
}

/** How each server of a Python project is started inside a cell, from its own sources. */
export function projectServers(project: Data): McpServer[] {
  return scripts(project).map(([name, module, call]) => ({
    name,
    launch: {
      type: 'stdio',
      command: 'python3',
      args: ['-c', `import sys; from ${module} import ${call}; sys.exit(${call}())`],
      env: { PYTHONPATH: `${insideCell}/src:${insideCell}` },
      cwd: insideCell,
    },
  }))
}

/** The name and version that a Python project gives itself. */
export function projectName(project: Data | undefined): {
  readonly name?: string
  readonly version?: string
} {
  const name = string(at(project, 'project', 'name'))
  const version = string(at(project, 'project', 'version'))
  return { ...(name === undefined ? {} : { name }), ...(version === undefined ? {} : { version }) }
}

/** `[project.scripts]`: name, module and function; anything that is not plain names is left out. */
function scripts(project: Data): (readonly [string, string, string])[] {
  return members(member(member(project, 'project'), 'scripts')).flatMap(({ key, value }) => {
    const [, module, call] = /^\s*([A-Za-z_][\w.]*)\s*:\s*([A-Za-z_]\w*)\s*$/.exec(string(value) ?? '') ?? []
    return module === undefined || call === undefined ? [] : [[key, module, call] as const]
  })
}
