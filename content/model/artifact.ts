/** What kind of thing an artifact is. `folder` is what nothing more specific fits. */
export type ArtifactKind = 'skill' | 'mcp-server' | 'plugin' | 'agent-config' | 'package' | 'folder'

/** One regular file of an artifact. `path` is relative, `/`-separated, never absolute, never with `..`. */
export interface ArtifactFile {
  readonly path: string
  /** Bytes. */
  readonly size: number
  /** sha256 of the content, hex. */
  readonly sha256: string
  /** The execute bit as recorded by the origin; files are always stored 0644. */
  readonly executable: boolean
  /** Path of the archive inside the artifact that the file was unpacked from (`a.zip` for `a.zip!/b`). */
  readonly archive?: string
}

/** A symbolic or hard link: recorded, never followed. */
export interface ArtifactLink {
  readonly path: string
  readonly target: string
}

/** Something intake or an engine could not look at. `material` = executable or instruction content was missed. */
export interface Gap {
  readonly reason: string
  readonly path?: string
  readonly detail: string
  readonly material: boolean
}

/** Where an artifact came from: a locator a person can repeat, with what pins it. */
export interface Origin {
  readonly type: 'folder' | 'archive' | 'npm' | 'git' | 'mcp-config' | 'dataset'
  readonly locator: string
  /** Commit, integrity string or digest that pins the locator. */
  readonly pin?: string
  /** Path of this artifact inside the origin, when the origin held several. */
  readonly inside?: string
}

/** How an MCP server is started or reached. Never executed outside a cell. */
export type McpLaunch =
  | {
      readonly type: 'stdio'
      readonly command: string
      readonly args: readonly string[]
      readonly env: Readonly<Record<string, string>>
      readonly cwd?: string
    }
  | {
      readonly type: 'http'
      readonly url: string
      readonly headers: Readonly<Record<string, string>>
    }

/** An MCP server as a configuration or package declares it. */
export interface McpServer {
  readonly name: string
  readonly launch: McpLaunch
}

/**
 * A thing to look at, content-addressed. `id` is `sha256:` and the digest of the canonical tree: the sorted list of
 * (path, executable, sha256) and (path, link target); times, owners and origin do not enter it, and neither do files
 * unpacked from archives inside the artifact, since the archive itself does.
 */
export interface Artifact {
  readonly id: string
  readonly kind: ArtifactKind
  readonly name: string
  readonly version?: string
  readonly origin: Origin
  readonly files: readonly ArtifactFile[]
  readonly links: readonly ArtifactLink[]
  /** Servers the artifact itself declares (package bin of an MCP server, or entries of a client configuration). */
  readonly servers: readonly McpServer[]
  readonly gaps: readonly Gap[]
}

/**
 * An artifact with its bytes on disk, private to this process: plain 0644 files below `root`, no links, nothing
 * executed. `dependencies` is a folder that holds `node_modules`, installed without running any script.
 */
export interface OpenArtifact {
  readonly artifact: Artifact
  readonly root: string
  readonly dependencies?: string
}
