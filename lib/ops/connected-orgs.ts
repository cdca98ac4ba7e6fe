import { z } from 'zod'
import { count, list, quoted } from '@/lib/format/words'
import { orgRoleNames, roleInWords } from './atlas-roles'
import { type OrgSettings, sameWhole, settingsOf, wholeOf } from './connected-org-whole'
import { type Consequence, consequencesOf } from './connected-org-words'
import { callIfFits, command, query } from './define'
import {
  connectedOrg,
  federationSettingsId,
  identityProviderId,
  legacyProviderId,
  openedOrg,
} from './federation-shapes'
import type { Friction } from './friction'
import { nameOfProvider, provider } from './provider-shapes'
import { orgId, page } from './shapes'

/** Below the age at which pages call data stale (30 s). */
const live = () => 20_000
const invalidates = [
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
  roles: ['viewer'],
  input: z.strictObject({ federationSettingsId }),
  output: page(connectedOrg),
  // Which provider is in use decides what can be deleted. Everything else belongs to the other organization.
  foreignRows: ['identityProviderId', 'dataAccessIdentityProviderIds'],
  allPages: true,
  refetchInterval: live,
})

export const getConnectedOrg = query({
  id: 'federation.org',
  title: 'Read a connected organization',
  atlas: { op: 'getFederationSettingConnectedOrgConfig', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({ federationSettingsId, orgId }),
  output: connectedOrg,
  refetchInterval: live,
})

const domain = z
  .string()
  .regex(
    /^([\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}[\p{L}\p{N}-]*$/u,
    'Enter a domain such as example.com, without @',
  )
  .max(253)
  .meta({ examples: ['example.com'] })

const domains = z
  .array(domain)
  .max(500, 'At most 500 domains')
  .refine(
    (all) => new Set(all.map((one) => one.toLowerCase())).size === all.length,
    'A domain is listed twice',
  )

/** The settings that the form derives its fields from. */
export const orgFields = {
  domainRestrictionEnabled: z
    .boolean()
    .optional()
    .meta({ label: 'Only allow people with these domains to join' }),
  domainAllowList: domains.optional().meta({
    label: 'Allowed domains',
    hint: 'One per line, such as example.com. Only used while the restriction is on.',
  }),
  postAuthRoleGrants: z
    .array(
      // The second allows a role that Atlas has added since and that is already set.
      z.union(
        [
          z.enum(orgRoleNames),
          z.string().regex(/^ORG_[A-Z_]+$/, 'Choose a role of an organization'),
        ],
        'Choose a role of an organization',
      ),
    )
    .optional()
    .meta({
      label: 'Default roles',
      hint: 'Everyone who signs in gets these, in addition to their role mappings.',
      choices: Object.fromEntries(orgRoleNames.map((role) => [role, roleInWords(role)])),
    }),
}

const updateInput = z
  .strictObject({
    federationSettingsId,
    orgId,
    /** What the form was opened with: unchanged settings go back to Atlas as they were. */
    opened: openedOrg,
    changes: z.strictObject({
      identityProviderId: legacyProviderId.nullable().optional(),
      dataAccessIdentityProviderIds: z.array(identityProviderId).optional(),
      ...orgFields,
      instantUserProvisioningDisabled: z.boolean().nullable().optional(),
    }),
  })
  .refine((i) => Object.keys(i.changes).length > 0, 'Nothing has changed.')

const readOrg = (i: { federationSettingsId: string; orgId: string }) => ({
  id: 'federation.org',
  input: { federationSettingsId: i.federationSettingsId, orgId: i.orgId },
})

export const updateConnectedOrg = command({
  id: 'federation.updateOrg',
  title: 'Change a connected organization',
  atlas: { op: 'updateFederationSettingConnectedOrgConfig', version: '2023-01-01' },
  roles: ['operator'],
  input: updateInput,
  output: connectedOrg,
  verbs: { do: 'Save changes', doing: 'Saving…', done: () => 'Organization updated' },
  summary: (i) => `Change sign-in, domains and default roles of organization ${i.orgId}`,
  target: (i) => `federation ${i.federationSettingsId} / organization ${i.orgId}`,
  body: (i) => ({ ...wholeOf(i.opened), ...i.changes }),
  friction: ({ opened, changes }) => frictionOf(consequencesOf(settingsOf(opened), changes)),
  invalidates,
  undo: (i) =>
    callIfFits('federation.updateOrg', updateInput, {
      federationSettingsId: i.federationSettingsId,
      orgId: i.orgId,
      opened: { ...wholeOf(i.opened), ...i.changes },
      changes: Object.fromEntries(
        Object.entries(settingsOf(i.opened)).filter(([name]) => name in i.changes),
      ),
    }),
  concurrencyKey: (i) => `federation:${i.federationSettingsId}`,
  // Provider names come from Atlas, never from the requester.
  impact: {
    read: (i) => ({
      id: 'federation.providers',
      input: { federationSettingsId: i.federationSettingsId },
    }),
    sentences: (answer, { opened, changes }) => {
      const found = page(provider).safeParse(answer).data?.results ?? []
      return providersTouched(settingsOf(opened), changes).map((id) => {
        const one = found.find((p) => p.id === id || p.oktaIdpId === id)
        return `The provider ${id} is ${one ? quoted(nameOfProvider(one)) : 'unknown in this federation'}`
      })
    },
  },
  opened: { read: readOrg, now: (answer) => wholeOf(connectedOrg.parse(answer)) },
  precondition: {
    read: readOrg,
    whyNot: (answer, i) => {
      const now = connectedOrg.safeParse(answer)
      if (!now.success) return 'The organization is no longer connected. Nothing was sent.'
      return sameWhole(now.data, i.opened)
        ? undefined
        : 'Someone changed the organization after you opened this form. Review the differences, then continue with the current settings.'
    },
  },
  readBack: {
    read: readOrg,
    verdict: (answer, i) => {
      const now = connectedOrg.safeParse(answer)
      if (!now.success) return 'other'
      if (sameWhole(now.data, { ...wholeOf(i.opened), ...i.changes })) return 'done'
      return sameWhole(now.data, i.opened) ? 'absent' : 'other'
    },
  },
})

/** IDs of the providers that a change connects or disconnects. */
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

/** Letting more people in needs approval, locking people out a typed phrase, anything else a confirmation. */
function frictionOf(all: readonly Consequence[]): Friction {
  const because = all.map((c) => c.sentence).join(' ')
  const grave = all.find((c) => c.needsApproval) ?? all.find((c) => c.phrase !== undefined)
  if (grave?.phrase)
    return { level: grave.needsApproval ? 'approval' : 'type', phrase: grave.phrase, because }
  return {
    level: 'confirm',
    because: because || 'This changes how people sign in.',
  }
}

export const removeConnectedOrg = command({
  id: 'federation.removeOrg',
  title: 'Disconnect an organization from its federation',
  atlas: { op: 'removeFederationSettingConnectedOrgConfig', version: '2023-01-01' },
  roles: ['operator'],
  input: z.strictObject({ federationSettingsId, orgId }),
  verbs: {
    do: 'Disconnect organization',
    doing: 'Disconnecting…',
    done: () => 'Organization disconnected',
  },
  summary: (i) => `Disconnect organization ${i.orgId} from the federation`,
  target: (i) => `federation ${i.federationSettingsId} / organization ${i.orgId}`,
  friction: () => ({
    level: 'type',
    phrase: 'disconnect',
    because:
      'Nobody can sign in to this organization through the federation. Its role mappings, domain rules and default roles are deleted. This can’t be undone.',
  }),
  invalidates: [...invalidates, 'federation.mapping'],
  concurrencyKey: (i) => `federation:${i.federationSettingsId}`,
  precondition: {
    read: (i) => ({
      id: 'federation.orgs',
      input: { federationSettingsId: i.federationSettingsId },
    }),
    whyNot: (answer, i) => {
      const orgs = page(connectedOrg).safeParse(answer).data?.results ?? []
      if (!orgs.some((o) => o.orgId === i.orgId))
        return 'The organization is not connected to this federation.'
      return orgs.length === 1
        ? 'This is the only connected organization. Delete the federation settings instead.'
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

/** `2 organizations are connected: a and b`, from Atlas's list; undefined when there are none. */
export function connectedInWords(answer: unknown): string | undefined {
  const ids = page(connectedOrg)
    .safeParse(answer)
    .data?.results.map((o) => o.orgId)
  if (!ids || ids.length === 0) return undefined
  return `${count(ids.length, 'organization is', 'organizations are')} connected: ${list(ids)}.`
}
