import { setFlagsFromString } from 'node:v8'
import { hideBin } from 'yargs/helpers'
import { runCli } from './cli.js'

// Long regular expressions are made for the interpreter of V8 first, which takes ten times as long as to compile them.
setFlagsFromString('--no-regexp-tier-up')

// Who reads may stop reading (`| head`): that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})
process.exitCode = await runCli(hideBin(process.argv))
