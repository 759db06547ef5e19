/** Commands that run the command given as their arguments, and which of their options take a value. */
const wrappers: ReadonlyMap<string, RegExp> = new Map([
  ['sudo', /^-[ugChpRrTt]$/],
  ['doas', /^-[uC]$/],
  ['env', /^-[uCS]$/],
  ['nohup', /^$/],
  ['exec', /^-a$/],
  ['command', /^$/],
  ['builtin', /^$/],
  ['time', /^-[fo]$/],
  ['setsid', /^$/],
  ['nice', /^-n$/],
  ['ionice', /^-[cn]$/],
  ['stdbuf', /^-[ioe]$/],
  ['timeout', /^-[ks]$/],
  ['xargs', /^-[IiLlnPsdEa]$/],
  ['busybox', /^$/],
  ['unbuffer', /^$/],
  ['proxychains', /^-f$/],
  ['torsocks', /^$/],
])

/**
 * Index of the inner command among the arguments of a command such as `sudo -u root env A=1 sh`; undefined when the
 * command runs nothing else. Arguments that are not constant count as the command.
 */
export function innerCommand(command: string, args: readonly (string | undefined)[]): number | undefined {
  const valued = wrappers.get(command)
  if (valued === undefined) return undefined
  // Asks where a command is, and runs none (POSIX, command).
  if (command === 'command' && /^-\w*[vV]/.test(args[0] ?? '')) return undefined
  let at = 0
  for (; at < args.length; at++) {
    const word = args[at]
    if (word === undefined) break
    if (word.startsWith('-')) at += valued.test(word) ? 1 : 0
    else if (!/^[A-Za-z_]\w*=/.test(word)) break
  }
  if (command === 'timeout') at++
  return at < args.length ? at : undefined
}
