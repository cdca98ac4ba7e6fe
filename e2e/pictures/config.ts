import { defineConfig } from '@playwright/test'
import base from '../../playwright.config'

/** The picture walk: `npm run pictures` starts the console for it. */
export default defineConfig(base, {
  testDir: '.',
  testMatch: 'walk.ts',
  globalSetup: '../global-setup.ts',
  outputDir: '../../test-results',
  workers: 2,
  // The development server compiles a page when it is first opened.
  timeout: 300_000,
  use: { navigationTimeout: 120_000 },
})
