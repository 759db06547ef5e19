import { join } from 'node:path'
import type { IntakeLimits } from './limits.js'
import { readArchive } from './sources/archive.js'
import type { TreeBuilder } from './tree.js'

/** Opens the archives that a tree holds, and those within them, as deep as the limit allows. */
export async function unpackNested(tree: TreeBuilder, root: string, limits: IntakeLimits): Promise<void> {
  for (let packed = tree.nextPacked(); packed !== undefined; packed = tree.nextPacked()) {
    if (packed.depth < limits.archiveDepth)
      await tree.take(readArchive(join(root, packed.path), packed.packing, limits), packed)
    else
      tree.gaps.add({
        reason: 'archive-depth',
        path: packed.path,
        detail: `an archive within ${packed.depth} archives was not opened`,
        material: true,
      })
  }
}
