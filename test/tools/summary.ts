import { mkdirSync, writeFileSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'

/** Writes the counts of a run to `.out/tests.json`, from which scripts/test prints its closing line. */
export default class Summary implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0 }
    for (const module of modules) {
      if (module.errors().length > 0) count.failed++
      for (const test of module.children.allTests()) {
        const state = test.result().state
        count[state === 'pending' ? 'skipped' : state]++
      }
    }
    mkdirSync('.out', { recursive: true })
    writeFileSync('.out/tests.json', JSON.stringify(count))
  }
}
