import { basename } from 'node:path'
import type { Gap } from '@clawback/model'
import type { Examination, TogetherMember, TogetherSet } from '@clawback/lab'

/** What one path gave; `client` when it is the configuration of one. */
export interface Looked {
  readonly path: string
  readonly examinations: readonly Examination[]
  readonly client:
    { readonly path: string; readonly off: readonly string[]; readonly gaps: readonly Gap[] } | undefined
}

/**
 * The sets of servers that one agent has at hand: those of each configuration, and those whose lists of tools were given
 * together. A server that is switched off is at nobody's hand, and one server alone is no set.
 */
export function clientSets(looked: readonly Looked[]): readonly TogetherSet[] {
  const sets: TogetherSet[] = []
  const lists: TogetherMember[] = []
  for (const { path, examinations, client } of looked) {
    if (client === undefined) lists.push(...examinations.filter(isToolList).map(asListed))
    else {
      const members = examinations.map(asConfigured).filter(({ server }) => !client.off.includes(server))
      sets.push({ name: basename(client.path), locator: path, members, gaps: client.gaps })
    }
  }
  const locator = looked.map(({ path }) => path).join(' ')
  sets.push({ name: 'lists of tools', locator, members: lists, gaps: [] })
  return sets.filter(({ members }) => members.length > 1)
}

function asConfigured(examination: Examination): TogetherMember {
  const { name, servers } = examination.artifact
  return { server: servers[0]?.name ?? name, examination }
}

/** A file that was given alone and lists tools. */
function isToolList({ artifact, records }: Examination): boolean {
  const [only, ...others] = artifact.files
  const lists = records.some(
    (record) => record.kind === 'tool.describe' && record['source.engine'] === 'manifests',
  )
  return others.length === 0 && only !== undefined && /\.json$/i.test(only.path) && lists
}

/** `mail.tools.json` is what the server mail answered; of two files of one name each is a server of its own. */
function asListed(examination: Examination): TogetherMember {
  const { files, origin } = examination.artifact
  const name = (files[0]?.path ?? '').replace(/(?:[._-]?tools)?\.json$/i, '')
  return { server: name === '' ? origin.locator : name, examination }
}
