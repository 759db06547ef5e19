import type { ArtifactFile, ArtifactLink, Fact } from '@clawback/model'

import type { ReadContext } from '../context.js'

/** That a file is there, with what intake recorded of it. */
export function presentFact(file: ArtifactFile, context: ReadContext): Fact {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1)
  const dot = name.lastIndexOf('.')
  return context.buildFact('file.present', {
    'file.path': file.path,
    'file.name': name,
    'file.extension': dot > 0 ? name.slice(dot + 1).toLowerCase() : undefined,
    'file.size': file.size,
    'file.digest': file.sha256,
    'file.mode': file.executable ? '0755' : '0644',
  })
}

/** A link of the artifact: where it points, never what lies there. */
export function linkFact(link: ArtifactLink, context: ReadContext): Fact {
  return context.buildFact('file.present', {
    'file.path': link.path,
    'file.symbolic_link.target_path': link.target,
  })
}
