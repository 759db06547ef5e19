/**
 * A process that writes until it is killed: transactions of ten rows (`batch`) and single rows through a writer
 * (`stream`). Says on standard output what it was told is committed.
 */
import { openLedger } from '../ledger.js'

const [path = ''] = process.argv.slice(2)
const ledger = await openLedger(path, {
  migrations: [
    'CREATE TABLE batch (no INTEGER, part INTEGER, PRIMARY KEY (no, part)); CREATE TABLE stream (no INTEGER PRIMARY KEY)',
  ],
})
const stream = ledger.writer('stream', ['no'], { flushRows: 37 })

for (let no = 1; ; no++) {
  await ledger.transaction(async (tx) => {
    for (let part = 0; part < 10; part++) await tx.run('INSERT INTO batch VALUES (?, ?)', [no, part])
  })
  for (let row = 0; row < 20; row++) await stream.write([(no - 1) * 20 + row])
  if (no % 5 === 0) await stream.flush()
  process.stdout.write(`${JSON.stringify({ batch: no, flushed: no % 5 === 0 ? no * 20 : 0 })}\n`)
}
