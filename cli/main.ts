import { hideBin } from 'yargs/helpers'
import { runCli } from './cli.js'

// Who reads may stop reading (`| head`): that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})
process.exitCode = await runCli(hideBin(process.argv))
