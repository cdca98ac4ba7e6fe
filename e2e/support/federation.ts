import type { Page } from '@playwright/test'
import { z } from 'zod'
import { routes } from '@/lib/routes'
import { review } from './review'
import { type SandboxControl, unique } from './sandbox'

const ids = z.object({ id: z.string(), oktaIdpId: z.string().optional() })
const made = z.object({
  federationSettingsId: z.string(),
  orgs: z.array(z.object({ orgId: z.string(), name: z.string(), projects: z.array(z.string()) })),
  outsiders: z.array(z.string()),
  providers: z.object({ saml: ids, inactive: ids, workforce: ids, workload: ids }),
  mappings: z.array(z.string()),
})

/** Organizations of a test's own in a federation of their own, with a provider of each kind. */
export async function ownFederation(sandbox: SandboxControl, more: Record<string, unknown> = {}) {
  const name = `fed-${unique()}`
  const own = made.parse(await sandbox.fill({ area: 'federation', name, ...more }))
  const { orgId = '', name: orgName = '' } = own.orgs[0] ?? {}
  const { federationSettingsId, providers } = own
  return {
    ...own,
    orgId,
    orgName,
    domain: `${name}.example`,
    page: routes.federation(orgId),
    orgPage: routes.connectedOrg(orgId, orgId),
    providerPage: (kind: keyof typeof providers) =>
      routes.identityProvider(orgId, providers[kind].id),
    /** Changes the organization outside the console. */
    changeElsewhere: (set: Record<string, unknown>) =>
      sandbox.fill({ area: 'federation', federationSettingsId, orgId, set }),
    /** The bodies of the calls of one Atlas operation, oldest first. */
    sent: async (operationId: string) =>
      (await sandbox.calls({ operationId }))
        .filter((c) => c.path.includes(federationSettingsId))
        .map((c): unknown => (c.body ? JSON.parse(c.body) : undefined)),
  }
}

/** An organization without a federation, in one of Atlas's two forms. */
export async function withoutFederation(sandbox: SandboxControl, federation: 'none' | 'empty') {
  const made = z.looseObject({ orgs: z.array(z.looseObject({ orgId: z.string() })) })
  const own = made.parse(
    await sandbox.fill({ area: 'federation', name: `alone-${unique()}`, federation }),
  )
  return routes.federation(own.orgs[0]?.orgId ?? '')
}

/** A sheet, a dialog, or the question inside a sheet. */
export const dialog = (page: Page, name: RegExp | string) => review(page, name)
export const row = (page: Page, name: RegExp | string) => page.getByRole('row', { name })

/** Sends the request form; returns the request's id. */
export async function fileRequest(page: Page, phrase?: string) {
  if (phrase) await page.getByLabel(`Type ${phrase} to continue`).fill(phrase)
  await page.getByLabel('Reason').fill('A signing key of the provider was seen in a log')
  await page.getByRole('button', { name: 'Send request' }).click()
  await page.waitForURL(/\/approvals\/[0-9a-z]{26}$/)
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}
