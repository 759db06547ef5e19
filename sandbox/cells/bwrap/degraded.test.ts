import { expect, it } from 'vitest'
import { layOut, runOf } from '../fixtures.js'
import { openWorkerCell } from './cell.js'
import { probeBwrap } from './probe.js'

/** This machine, as if it could not redirect packets. */
const withoutRedirect: typeof probeBwrap = async (options) => {
  const probe = await probeBwrap(options)
  const requirements = probe.requirements.map((requirement) =>
    requirement.name === 'packet redirection'
      ? { ...requirement, ok: false, detail: 'no NAT', mend: 'modprobe', degraded: 'no-nft' as const }
      : requirement,
  )
  return { ...probe, ok: false, requirements }
}

it('refuses where something is missing, and where another mode was allowed', async () => {
  await expect(openWorkerCell(withoutRedirect, {})).rejects.toMatchObject({
    code: 'SANDBOX_UNAVAILABLE',
    mend: 'modprobe',
  })
})

it('does without when that was allowed by name, says so in the result, and still lets nothing out', async () => {
  const cell = await openWorkerCell(withoutRedirect, {}, { allowDegraded: ['no-nft'] })
  const code = 'curl -s -m 3 http://203.0.113.9/ || echo refused; ip -o link 2>/dev/null | wc -l'
  const { trace, stdout } = await cell.run(runOf(layOut({ main: code }), ['/bin/sh', '/skill/main']))
  await cell.close()
  expect(trace.outcome.degraded[0]).toBe('no-nft')
  expect(stdout).toContain('refused')
  expect(trace.events.some(({ kind }) => kind === 'net.connect')).toBe(true)
})
