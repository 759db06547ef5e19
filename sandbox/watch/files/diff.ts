/**
 * The lines that differ between two texts, in the manner of a unified diff with one hunk: what both begin and end
 * with is left out. Enough for files that are appended to or edited in one place, and linear in their length.
 */
export function unifiedDiff(path: string, before: string, after: string): string {
  const old = before === '' ? [] : before.replace(/\n$/, '').split('\n')
  const now = after === '' ? [] : after.replace(/\n$/, '').split('\n')
  let head = 0
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1
  let tail = 0
  while (
    tail < old.length - head &&
    tail < now.length - head &&
    old[old.length - 1 - tail] === now[now.length - 1 - tail]
  )
    tail += 1
  const removed = old.slice(head, old.length - tail)
  const added = now.slice(head, now.length - tail)
  if (removed.length === 0 && added.length === 0) return ''
  return [
    `--- ${path}`,
    `+++ ${path}`,
    `@@ -${range(head, removed.length)} +${range(head, added.length)} @@`,
    ...removed.map((line) => `-${line}`),
    ...added.map((line) => `+${line}`),
  ].join('\n')
}

function range(head: number, count: number): string {
  return `${count === 0 ? head : head + 1},${count}`
}
