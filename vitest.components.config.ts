/** Tests of the kits in a browser: `components/**.browser.test.tsx`. `npm test` sets CHROMIUM_PATH. */
import { resolve } from 'node:path'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: { '@': resolve(import.meta.dirname) } },
  // Next.js sets these at build time.
  define: { 'process.env.GATEHOUSE_BUILD': '"tests"', 'process.env': '{}' },
  // Dependencies found only while tests run would reload the page in the middle of a test.
  optimizeDeps: { entries: ['components/**/*.tsx'], include: ['vitest-browser-react'] },
  test: {
    include: ['components/**/*.browser.test.tsx'],
    testTimeout: 20_000,
    expect: { poll: { timeout: 10_000 } },
    allowOnly: false,
    // Loopback only.
    api: { host: '127.0.0.1' },
    browser: {
      enabled: true,
      headless: true,
      provider: playwright({
        launchOptions: {
          // Without it, the browser that Playwright installed.
          ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
          args: ['--no-sandbox'],
        },
        actionTimeout: 10_000,
      }),
      instances: [{ browser: 'chromium', viewport: { width: 1100, height: 800 } }],
    },
  },
})
