/** A guard as a process of its own: started on a guard.yaml, says where it listens, and lives until it is killed. */
import { createGuard, readGuardConfig } from '@clawback/guard'

const address = await createGuard(await readGuardConfig(process.argv[2] ?? '')).start()
process.stdout.write(`${JSON.stringify(address)}\n`)
