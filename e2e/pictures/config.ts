import { defineConfig } from '@playwright/test'
import base from '../../playwright.config'

/** The picture walk: `npm run pictures` starts the console for it. */
export default defineConfig(base, {
  testDir: '.',
  testMatch: ['walk.ts', 'dialogs.ts', 'docs.ts'],
  globalSetup: '../global-setup.ts',
  outputDir: '../../test-results',
  workers: 2,
})
