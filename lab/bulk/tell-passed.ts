import type { PassedOver, PassedWhy } from '@clawback/analyzers'

const words: Readonly<Record<PassedWhy, readonly [one: string, many: string]>> = {
  'source-without-server': ['file of source that is no server', 'files of source that are no server'],
  test: ['test', 'tests'],
  'other-file': ['other file', 'other files'],
  'too-deep': ['folder too deep to be looked into', 'folders too deep to be looked into'],
}

/** `12 tests (a/test_x.py, …)`. */
export function tellPassed({ why, files, first }: PassedOver): string {
  const more = files > first.length ? [...first, '…'] : first
  return `${files} ${words[why][files === 1 ? 0 : 1]} (${more.join(', ')})`
}
