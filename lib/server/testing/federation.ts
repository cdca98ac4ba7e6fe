import { z } from 'zod'
import { wholeOf } from '@/lib/ops/connected-org-whole'
import { getConnectedOrg } from '@/lib/ops/connected-orgs'
import type { Op } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { findFederation } from '@/lib/ops/federation'
import { getProvider } from '@/lib/ops/identity-providers'
import { openedOf } from '@/lib/ops/provider-shapes'
import { personAs, type TestConsole } from '@/scripts/testing/console'
import { runTyped } from './acting'

const ids = z.looseObject({ id: z.string(), oktaIdpId: z.string().optional() })
const filled = z.looseObject({
  federationSettingsId: z.string(),
  orgs: z.array(z.object({ orgId: z.string(), name: z.string(), projects: z.array(z.string()) })),
  outsiders: z.array(z.string()),
  providers: z.object({ saml: ids, inactive: ids, workforce: ids, workload: ids }),
  mappings: z.array(z.string()),
})

let made = 0

/** A new federation for a test, with common reads. */
export async function ownFederation(console: TestConsole, more: Record<string, unknown> = {}) {
  made += 1
  const name = `own-${made}`
  const fill = filled.parse(
    await console.control('POST', 'fill', { area: 'federation', name, ...more }),
  )
  const { federationSettingsId, orgs, providers } = fill
  const orgId = orgs[0]?.orgId ?? ''
  const place = { federationSettingsId, orgId }
  // Like the pages: reads the federation of an organization.
  for (const org of orgs) await answer(findFederation, { orgId: org.orgId })
  const providerPlace = (kind: keyof typeof providers) => ({
    federationSettingsId,
    identityProviderId: providers[kind].id,
  })
  return {
    ...fill,
    orgId,
    name: orgs[0]?.name ?? '',
    place,
    providerPlace,
    org: async () => getConnectedOrg.output.parse(await answer(getConnectedOrg, place)),
    /** As a form would open it. */
    opened: async () => wholeOf(getConnectedOrg.output.parse(await answer(getConnectedOrg, place))),
    openedProvider: async (kind: keyof typeof providers) =>
      openedOf(getProvider.output.parse(await answer(getProvider, providerPlace(kind)))),
    /** A change made in Atlas. */
    changeElsewhere: (set: Record<string, unknown>) =>
      console.control('POST', 'fill', { area: 'federation', ...place, set }),
    /** The bodies of the calls of one Atlas operation to this federation, oldest first. */
    sent: async (operationId: string) =>
      (await console.calls({ operationId }))
        .filter((c) => c.path.includes(federationSettingsId))
        .map((c): unknown => (c.body ? JSON.parse(c.body) : undefined)),
    /** Makes one Atlas operation fail for this federation only. */
    fault: (operationId: string, fault: Parameters<TestConsole['fault']>[0]['fault']) =>
      console.fault({ match: { operationId, pathIncludes: federationSettingsId }, fault }),
  }
}

/** An operation's answer to a persona. */
export const answer = async (op: Op, input: unknown, who = 'operator'): Promise<unknown> =>
  (await runTyped(op, input, personAs(who))).data

/** An operation's failure for a persona. Throws if it succeeds. */
export async function refusal(op: Op, input: unknown, who = 'operator') {
  try {
    await runTyped(op, input, personAs(who))
  } catch (error) {
    if (error instanceof OpError) return error.failure
    throw error
  }
  throw new Error(`${op.id} was not refused`)
}
