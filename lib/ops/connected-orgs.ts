import { z } from 'zod'
import { count, list, quoted } from '@/lib/format/words'
import { type OrgSettings, sameWhole, settingsOf, wholeOf } from './connected-org-whole'
import { type Consequence, consequencesOf } from './connected-org-words'
import { callIfFits, command, type Friction, query } from './define'
import {
  connectedOrg,
  federationSettingsId,
  identityProviderId,
  legacyProviderId,
  openedOrg,
  orgRoleNames,
} from './federation-shapes'
import { nameOfProvider, provider } from './provider-shapes'
import { orgId, page } from './shapes'

/** Before data of this age is called stale on the page (30 s). */
const live = () => 20_000
const stales = [
  'federation.orgs',
  'federation.org',
  'federation.find',
  'federation.providers',
  'federation.provider',
] as const

export const listConnectedOrgs = query({
  id: 'federation.orgs',
  title: 'List the organizations of a federation',
  atlas: { op: 'listFederationSettingConnectedOrgConfigs', version: '2023-01-01' },
  needs: ['viewer'],
  input: z.strictObject({ federationSettingsId }),
  output: page(connectedOrg),
  // Who uses which provider decides what may be deleted; the rest is another organization's.
  foreignRows: ['identityProviderId', 'dataAccessIdentityProviderIds'],
  allPages: true,
  live,
})

export const getConnectedOrg = query({
  id: 'federation.org',
  title: 'Read a connected organization',
  atlas: { op: 'getFederationSettingConnectedOrgConfig', version: '2023-01-01' },
  needs: ['viewer'],
  input: z.strictObject({ federationSettingsId, orgId }),
  output: connectedOrg,
  live,
})

const domain = z
  .string()
  .trim()
  .toLowerCase()
  .regex(
    /^([\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}[\p{L}\p{N}-]*$/u,
    'Type a domain such as example.com, without @',
  )
  .max(253)
  .meta({ examples: ['example.com'] })

const domains = z
  .array(domain)
  .max(500, 'At most 500 domains')
  .refine((all) => new Set(all).size === all.length, 'One domain stands here twice')

const updateInput = z
  .strictObject({
    federationSettingsId,
    orgId,
    /** As the form opened it: what is not changed goes back to Atlas as it was. */
    opened: openedOrg,
    changes: z.strictObject({
      identityProviderId: legacyProviderId.nullable().optional(),
      dataAccessIdentityProviderIds: z.array(identityProviderId).optional(),
      domainAllowList: domains.optional(),
      domainRestrictionEnabled: z.boolean().optional(),
      postAuthRoleGrants: z
        .array(
          // The second: one that Atlas has added since, and that stands there already.
          z.union(
            [
              z.enum(orgRoleNames),
              z.string().regex(/^ORG_[A-Z_]+$/, 'Choose a role of an organization'),
            ],
            'Choose a role of an organization',
          ),
        )
        .optional(),
      instantUserProvisioningDisabled: z.boolean().nullable().optional(),
    }),
  })
  .refine((i) => Object.keys(i.changes).length > 0, 'Nothing is changed yet.')

export const updateConnectedOrg = command({
  id: 'federation.updateOrg',
  title: 'Change a connected organization',
  atlas: { op: 'updateFederationSettingConnectedOrgConfig', version: '2023-01-01' },
  needs: ['operator'],
  input: updateInput,
  output: connectedOrg,
  says: (i) => `Change how people of organization ${i.orgId} sign in and what they get`,
  target: (i) => `federation ${i.federationSettingsId} / organization ${i.orgId}`,
  body: (i) => ({ ...wholeOf(i.opened), ...i.changes }),
  friction: ({ opened, changes }) => frictionOf(consequencesOf(settingsOf(opened), changes)),
  stales,
  undo: (i) =>
    callIfFits('federation.updateOrg', updateInput, {
      federationSettingsId: i.federationSettingsId,
      orgId: i.orgId,
      opened: { ...wholeOf(i.opened), ...i.changes },
      changes: Object.fromEntries(
        Object.entries(settingsOf(i.opened)).filter(([name]) => name in i.changes),
      ),
    }),
  oneAtATime: (i) => `federation:${i.federationSettingsId}`,
  // The names of the providers are Atlas's, never the requester's.
  tells: {
    read: (i) => ({
      id: 'federation.providers',
      input: { federationSettingsId: i.federationSettingsId },
    }),
    says: (answer, { opened, changes }) => {
      const found = page(provider).safeParse(answer).data?.results ?? []
      return providersTouched(settingsOf(opened), changes).map((id) => {
        const one = found.find((p) => p.id === id || p.oktaIdpId === id)
        return `The provider ${id} is ${one ? quoted(nameOfProvider(one)) : 'not in the list of this federation'}`
      })
    },
  },
  first: {
    read: (i) => ({
      id: 'federation.org',
      input: { federationSettingsId: i.federationSettingsId, orgId: i.orgId },
    }),
    whyNot: (answer, i) => {
      const now = connectedOrg.safeParse(answer)
      if (!now.success) return 'The organization is not connected any more. Nothing was sent.'
      return sameWhole(now.data, i.opened)
        ? undefined
        : 'The organization was changed elsewhere since this form was opened. Look at the difference and go on from what is there now.'
    },
  },
  readBack: {
    read: (i) => ({
      id: 'federation.org',
      input: { federationSettingsId: i.federationSettingsId, orgId: i.orgId },
    }),
    verdict: (answer, i) => {
      const now = connectedOrg.safeParse(answer)
      if (!now.success) return 'other'
      if (sameWhole(now.data, { ...wholeOf(i.opened), ...i.changes })) return 'done'
      return sameWhole(now.data, i.opened) ? 'absent' : 'other'
    },
  },
})

/** Ids of the providers that a change connects or disconnects. */
const providersTouched = (
  before: OrgSettings,
  changes: z.output<typeof updateInput>['changes'],
): string[] => {
  const signIn = changes.identityProviderId === undefined ? [] : [before, changes]
  const data = changes.dataAccessIdentityProviderIds === undefined ? [] : [before, changes]
  return [
    ...new Set([
      ...signIn.flatMap((org) => org.identityProviderId ?? []),
      ...data.flatMap((org) => org.dataAccessIdentityProviderIds ?? []),
    ]),
  ]
}

/** Opening it to more people needs a second person, locking people out is typed, the rest is confirmed. */
function frictionOf(all: readonly Consequence[]): Friction {
  const because = all.map((c) => c.says).join(' ')
  const grave = all.find((c) => c.needsApproval) ?? all.find((c) => c.phrase !== undefined)
  if (grave?.phrase)
    return { level: grave.needsApproval ? 'approval' : 'type', phrase: grave.phrase, because }
  return {
    level: 'confirm',
    because: because || 'It decides who gets in: everything that was read is sent back with it.',
  }
}

export const removeConnectedOrg = command({
  id: 'federation.removeOrg',
  title: 'Disconnect an organization from its federation',
  atlas: { op: 'removeFederationSettingConnectedOrgConfig', version: '2023-01-01' },
  needs: ['operator'],
  input: z.strictObject({ federationSettingsId, orgId }),
  output: z.unknown(),
  says: (i) => `Disconnect organization ${i.orgId} from the federation`,
  target: (i) => `federation ${i.federationSettingsId} / organization ${i.orgId}`,
  body: () => undefined,
  friction: (i) => ({
    level: 'type',
    phrase: i.orgId,
    because:
      'Nobody can sign in to this organization through the federation any more. Its role mappings, domain rules and roles after sign-in are gone with it, and Atlas offers no way back.',
  }),
  stales: [...stales, 'federation.mapping'],
  oneAtATime: (i) => `federation:${i.federationSettingsId}`,
  first: {
    read: (i) => ({
      id: 'federation.orgs',
      input: { federationSettingsId: i.federationSettingsId },
    }),
    whyNot: (answer, i) => {
      const orgs = page(connectedOrg).safeParse(answer).data?.results ?? []
      if (!orgs.some((o) => o.orgId === i.orgId))
        return 'The organization is not connected to this federation.'
      return orgs.length === 1
        ? 'It is the only connected organization, and Atlas keeps the last one. Delete the federation settings instead.'
        : undefined
    },
  },
  readBack: {
    read: (i) => ({
      id: 'federation.orgs',
      input: { federationSettingsId: i.federationSettingsId },
    }),
    verdict: (answer, i) =>
      page(connectedOrg)
        .safeParse(answer)
        .data?.results.some((o) => o.orgId === i.orgId)
        ? 'absent'
        : 'done',
  },
})

/** `2 organizations are connected: a and b`, from Atlas's list; undefined when none is. */
export function connectedInWords(answer: unknown): string | undefined {
  const ids = page(connectedOrg)
    .safeParse(answer)
    .data?.results.map((o) => o.orgId)
  if (!ids || ids.length === 0) return undefined
  return `${count(ids.length, 'organization is', 'organizations are')} connected: ${list(ids)}.`
}
