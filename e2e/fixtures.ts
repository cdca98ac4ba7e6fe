// biome-ignore-all lint/correctness/noEmptyPattern: Playwright reads what a fixture needs off this pattern.
import { type APIRequestContext, test as base, type Page } from '@playwright/test'
import { sessionOf } from './support/api'
import { barriers } from './support/axe'
import { listeningPage } from './support/listening'
import { watch } from './support/problems'
import {
  type ProjectOptions,
  type SandboxControl,
  type SandboxProject,
  sandbox,
} from './support/sandbox'
import { type PersonaName, signedIn } from './support/sign-in'

export { expect } from '@playwright/test'

type Fixtures = {
  /** A new project in the sandbox, so that tests never share rows. */
  project: SandboxProject
  /** The same with clusters, an access list or tags; can be called repeatedly. */
  makeProject(options?: ProjectOptions): Promise<SandboxProject>
  /** A page with a signed-in persona. To test signing out, sign in again: signing out of this session would affect every test. */
  as(persona: PersonaName): Promise<Page>
  /** A persona's session without pages, to set up a test. */
  api(persona: PersonaName): Promise<APIRequestContext>
  sandbox: SandboxControl
  /** Serious and critical findings of axe on a page; none are expected. */
  axe: typeof barriers
  /** Console errors that this test expects, such as the 404 of a missing page. */
  expectedProblems: RegExp[]
  /** Console errors, uncaught exceptions and violations of the Content-Security-Policy in every page of the test. */
  problems: string[]
}

export const test = base.extend<Fixtures>({
  expectedProblems: async ({}, use) => use([]),
  problems: [
    async ({ expectedProblems }, use) => {
      const problems: string[] = []
      await use(problems)
      const unexpected = problems.filter((text) => !expectedProblems.some((e) => e.test(text)))
      base.expect(unexpected, 'errors in the pages of this test').toEqual([])
    },
    { auto: true },
  ],
  context: async ({ context, problems }, use) => {
    watch(context, problems)
    await use(context)
  },
  sandbox: async ({}, use) => {
    const faults: Array<Parameters<typeof sandbox.fault>[0]> = []
    await use({
      ...sandbox,
      fault: async (order) => {
        faults.push(order)
        await sandbox.fault(order)
      },
    })
    // What is left of them would meet other tests: some reads ask every organization.
    for (const { match } of faults) await sandbox.heal(match)
  },
  makeProject: async ({}, use, info) => use((options) => sandbox.makeProject(info.title, options)),
  project: async ({ makeProject }, use) => use(await makeProject()),
  as: async ({ browser, problems, contextOptions, viewport, colorScheme, baseURL }, use) => {
    const contexts: Array<{ close(): Promise<void> }> = []
    await use(async (persona) => {
      const context = await browser.newContext({
        ...contextOptions,
        viewport,
        colorScheme,
        ...(baseURL ? { baseURL } : {}),
        storageState: signedIn(persona),
      })
      contexts.push(context)
      watch(context, problems)
      return listeningPage(await context.newPage())
    })
    for (const context of contexts) await context.close()
  },
  api: async ({}, use) => {
    const sessions: APIRequestContext[] = []
    await use(async (persona) => {
      const session = await sessionOf(persona)
      sessions.push(session)
      return session
    })
    for (const session of sessions) await session.dispose()
  },
  axe: async ({}, use) => use(barriers),
})
