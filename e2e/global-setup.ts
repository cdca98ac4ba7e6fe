import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type FullConfig } from '@playwright/test'
import { personaNames, signedIn, signIn } from './support/sign-in'

/** Signs every persona in once, through the real sign-in page, and keeps the cookies for the run. */
export default async function setUp({ projects: [project] }: FullConfig) {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-signed-in-'))
  process.env.GATEHOUSE_E2E_SIGNED_IN = folder
  const browser = await chromium.launch(project?.use.launchOptions)
  try {
    for (const persona of personaNames) {
      const context = await browser.newContext()
      await signIn(await context.newPage(), persona)
      await context.storageState({ path: signedIn(persona) })
      await context.close()
    }
  } finally {
    await browser.close()
  }
  return () => rmSync(folder, { recursive: true, force: true })
}
