import type { Actor, PlayContext, Played, Stdio } from '../../ports.js'

/** Text the runner gives a script on its standard input; without it the script meets end-of-file at once. */
function inputOf(context: PlayContext): string {
  const input = context.options['stdin']
  return typeof input === 'string' ? input : ''
}

/**
 * Runs a script as a person would in a shell: give it its input, let it write, wait until it has ended. Whether it got
 * past its imports is for the runner to say, who sees how it ended.
 */
export const scriptActor: Actor = {
  async play(stdio: Stdio, context: PlayContext): Promise<Played> {
    stdio.stdout.resume()
    stdio.stderr.resume()
    stdio.stdin.end(inputOf(context))
    await context.ended
    return { covered: true }
  },
}
