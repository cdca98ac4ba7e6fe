import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { routes } from '@/lib/routes'
import { consoleUrl, signedInFolder } from './environment'

export const personaNames = [
  'viewer',
  'requester',
  'operator',
  'approver',
  'approver2',
  'lead',
  'auditor',
  'admin',
  'breakglass',
  'outsider',
] as const
export type PersonaName = (typeof personaNames)[number]

/** What the persona is called in the console. */
export { personaNamed } from '@/sandbox/idp/personas'

/** The cookies of a persona that the global set-up signed in. */
export const signedIn = (persona: PersonaName) => join(signedInFolder(), `${persona}.json`)

/** Signs in as a person does: the console's page, then the provider's button. Waits until the console is back. */
export async function signIn(page: Page, persona: PersonaName, callbackUrl?: string) {
  await page.goto(consoleUrl() + routes.signIn(callbackUrl))
  await page.getByRole('button', { name: /^Sign in with / }).click()
  await page.getByRole('button', { name: persona, exact: true }).click()
  await page.waitForURL(
    (url) => url.origin === consoleUrl() && !/^\/(sign-in|api\/)/.test(url.pathname),
  )
}

/**
 * Waits until the provider counts a sign-in that just ended as too old for a new one: it compares whole seconds with the
 * `max_age` of 1 that the console sends.
 */
export const tooOldToCount = (signedInAt: number) =>
  expect.poll(() => Date.now() - signedInAt).toBeGreaterThan(2_500)
