import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ClawbackError } from '@clawback/model'

/** Real things from the npm registry, as anybody would name them. */
export const thirdParty: readonly string[] = [
  'npm:@modelcontextprotocol/server-everything',
  'npm:@modelcontextprotocol/server-filesystem',
  'npm:ai-labs-claude-skills',
]

/** Our own samples: folder below `datasets/samples` and the verdict a correct judgement gives. */
export const ownSamples: readonly { readonly folder: string; readonly expected: 'malicious' | 'benign' }[] = [
  { folder: 'cloud-cost-report/sample', expected: 'malicious' },
  { folder: 'form-filler/sample', expected: 'malicious' },
  { folder: 'team-notes/sample', expected: 'malicious' },
]

/** The checkout the demo runs from; samples and scenarios are not part of the published packages. */
export function checkout(): string {
  const root = fileURLToPath(
    new URL(import.meta.url.includes('/dist/') ? '../../../' : '../../', import.meta.url),
  )
  if (!existsSync(`${root}datasets/samples`))
    throw new ClawbackError('INPUT_NOT_FOUND', {
      locator: 'datasets/samples (the demo runs from a checkout of the repository)',
    })
  return root
}
