import { defineConfig } from '@playwright/test'
import base from '../../playwright.config'

/** The picture walk: `npm run pictures` starts the console for it. */
export default defineConfig(base, {
  testDir: '.',
  globalSetup: '../global-setup.ts',
  outputDir: '../../test-results',
  workers: 2,
  projects: [
    // First and in their order: the demo is still as it starts.
    { name: 'documentation', testMatch: 'docs.ts', fullyParallel: false },
    {
      name: 'console',
      testMatch: ['walk.ts', 'states.ts', 'dialogs.ts'],
      dependencies: ['documentation'],
    },
  ],
})
