import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'

const paths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Where a browser lies on this machine, or undefined: then the tests that need one are skipped with that reason. */
export const browserPath: string | undefined = paths.find((path) => existsSync(path))

/** A headless browser that looks nothing up by itself. The page under test is ours; Chromium's own sandbox refuses root. */
export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: browserPath ?? '',
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
