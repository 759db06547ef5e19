import type { Fact } from '@clawback/model'

import { readBytes } from '../bytes/read.js'
import type { LoadedFile, Walk } from './walk.js'
import { attempt, ownVersion } from './walk.js'

/** Looks at the bytes of each file: type, entropy, secrets, YARA, and what no other engine can open. */
export async function openBytesPass(walk: Walk): Promise<(loaded: LoadedFile) => readonly Fact[]> {
  const { wanted, probes, engines, outcomes } = walk
  const context = walk.context.as('bytes', ownVersion)
  const asked = wanted.has('yara-x') && probes.some(({ kind }) => kind === 'yara')
  const yara = asked ? await engines.yara(probes) : undefined
  let announced = false

  const announce = (): readonly Fact[] => {
    announced = true
    if (!asked) return []
    if (yara === undefined) {
      outcomes.absent('yara-x')
      return [
        context.gap(
          'engine-absent',
          undefined,
          'YARA-X is not built for this machine; its probes did not run.',
          false,
        ),
      ]
    }
    outcomes.used('yara-x', yara.version)
    if (yara.broken.length > 0) outcomes.partial('yara-x')
    return yara.broken.map(({ probe, detail }) =>
      context.gap('probe-failed', undefined, `YARA probe ${probe.id} of ${probe.pack}: ${detail}`, false),
    )
  }

  return (loaded) => {
    const first = announced ? [] : announce()
    if (!wanted.has('bytes') && !asked) return first
    const { file, bytes, text } = loaded
    outcomes.used('bytes', ownVersion)
    return [
      ...first,
      ...attempt('bytes', file.path, walk, () => [
        ...readBytes(file.path, bytes, text, { context, yara }),
        ...unread(loaded, walk),
      ]),
    ]
  }
}

/** What the file is that nothing here reads: a program, an archive, code in a foreign language. */
function unread({ file, reader, type }: LoadedFile, { context, open }: Walk): readonly Fact[] {
  if (reader.as === 'foreign-code')
    return [context.gap('no-grammar', file.path, 'Code in a language that is not followed here.', true)]
  if (reader.as !== 'bytes' || reader.reason === '') return []
  // What intake could open lies beside it as files of its own; what it could not is a gap already.
  if (reader.reason === 'packed' && open.artifact.files.some(({ archive }) => archive === file.path))
    return []
  return [
    context.gap(
      reader.reason,
      file.path,
      `${type} was looked at as bytes only.`,
      reader.material || file.executable,
    ),
  ]
}
