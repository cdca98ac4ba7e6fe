import { defineConfig } from '@playwright/test'

// Started by `npm test`, which serves the whole demo on free ports and says where it is.
export default defineConfig({
  testDir: './e2e',
  globalSetup: './e2e/global-setup.ts',
  outputDir: './test-results',
  // Much of a test is waiting for things that take their time in Atlas.
  workers: 4,
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    baseURL: process.env.GATEHOUSE_URL,
    // Keeping one costs a third of the time: `GATEHOUSE_E2E_TRACE=1 npm test` to look into a failure.
    trace: process.env.GATEHOUSE_E2E_TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    viewport: { width: 1280, height: 800 },
    // Skeletons that pulse take a tenth of a core for each page.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-dev-shm-usage',
      ],
    },
  },
})
