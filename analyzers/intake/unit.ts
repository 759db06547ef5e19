import type { ArtifactKind } from '@clawback/model'

/** A part of a tree that is one artifact: the folder (`''` = the whole tree) and what it is. */
export interface Unit {
  readonly folder: string
  /** Set when the artifact is this one file of the folder. */
  readonly file?: string
  readonly kind: ArtifactKind
}

/** Where a unit lies, relative to the root of its tree. */
export function pathOf({ folder, file }: Unit): string {
  return [folder, file ?? ''].filter((part) => part !== '').join('/')
}
