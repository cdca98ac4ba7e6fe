import { z } from 'zod'
import { millis } from '@/lib/format/time'
import { leavesOf } from '@/lib/format/values'
import { count, list, quoted } from '@/lib/format/words'
import { command, query, type Scope } from './define'
import {
  connectedOrg,
  federationSettingsId,
  identityProviderId,
  legacyProviderId,
} from './federation-shapes'
import { nameOfProvider, provider, usesOf } from './provider-shapes'
import { orgId, page } from './shapes'

/** Below the age at which pages call data stale (30 s). */
const live = () => 20_000
const invalidates = ['federation.providers', 'federation.provider'] as const
const place = { federationSettingsId, identityProviderId }
type Place = { federationSettingsId: string; identityProviderId: string }

export const targetOfProvider = (i: Place): string =>
  `federation ${i.federationSettingsId} / identity provider ${i.identityProviderId}`
export const turnOfProvider = (i: Place): string => `federation:${i.federationSettingsId}`
export const readProvider = ({ federationSettingsId, identityProviderId }: Place) => ({
  id: 'federation.provider',
  input: { federationSettingsId, identityProviderId },
})

export const listProviders = query({
  id: 'federation.providers',
  title: 'List the identity providers of a federation',
  atlas: { op: 'listFederationSettingIdentityProviders', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({ federationSettingsId }),
  // By default Atlas only lists SAML providers for the workforce.
  query: () => ({ protocol: ['SAML', 'OIDC'], idpType: ['WORKFORCE', 'WORKLOAD'] }),
  output: page(provider),
  allPages: true,
  refetchInterval: live,
})

export const getProvider = query({
  id: 'federation.provider',
  title: 'Read an identity provider',
  atlas: { op: 'getFederationSettingIdentityProvider', version: '2023-11-15' },
  roles: ['viewer'],
  input: z.strictObject(place),
  output: provider,
  refetchInterval: live,
})

export const getMetadata = query({
  id: 'federation.metadata',
  title: 'Read the SAML metadata for an identity provider',
  atlas: { op: 'getFederationSettingIdentityProviderMetadata', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({
    federationSettingsId,
    /** The legacy ID: only this operation takes it in its path. */
    identityProviderId: legacyProviderId,
  }),
  output: z.string(),
  text: true,
  maxAgeSeconds: 60,
})

const event = z.looseObject({
  id: z.string().nullish(),
  eventTypeName: z.string().nullish(),
  created: z.string().nullish(),
})

/** Field names that may identify the provider of an event. Atlas documents none of them. */
const NAMES_PROVIDER = /^(identity_?provider|idp)_?(id|name)$/i

/** The provider IDs and names in an event, at any depth. */
const providersIn = (event: unknown): string[] =>
  leavesOf(event).flatMap(({ path, value }) => {
    const name = String(path.at(-1))
    if (typeof value !== 'string' || !NAMES_PROVIDER.test(name)) return []
    return /name$/i.test(name) || identityProviderId.safeParse(value).success ? [value] : []
  })

/** The only readable trace of revoked keys. */
export const listKeyRevocations = query({
  id: 'federation.keyRevocations',
  title: 'List revocations of identity provider keys',
  atlas: { op: 'listOrgEvents', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({ orgId }),
  query: () => ({
    eventType: ['IDENTITY_PROVIDER_JWKS_REVOKED'],
    itemsPerPage: 10,
    // Only the raw document may say which provider the event is about.
    includeRaw: true,
    // Counting many events makes Atlas answer 500 TIMEOUT_WHILE_PAGING.
    includeCount: false,
  }),
  output: page(event),
})

const bothReads = z.tuple([z.unknown(), z.unknown()])
const readOrgs = ({ federationSettingsId }: Place) => ({
  id: 'federation.orgs',
  input: { federationSettingsId },
})

/** How far Atlas's clock may be behind ours, in ms. */
const CLOCKS_MS = 2_000

export const revokeKeys = command({
  id: 'federation.revokeKeys',
  title: 'Revoke the keys of an identity provider',
  atlas: { op: 'revokeFederationSettingIdentityProviderJwks', version: '2023-11-15' },
  roles: ['operator'],
  input: z.strictObject({
    ...place,
    /** The organization whose events show the revocation. It affects every connected one. */
    orgId,
    displayName: z.string().min(1).max(200),
  }),
  scope: (i): Scope => ({ kind: 'federation', federationSettingsId: i.federationSettingsId }),
  verbs: { do: 'Revoke keys', doing: 'Revoking…', done: () => 'Keys revoked' },
  summary: (i) =>
    `Revoke the keys (JWKS) of the identity provider ${quoted(i.displayName)} and sign out all users of all connected organizations`,
  target: targetOfProvider,
  friction: () => ({
    level: 'approval',
    because:
      'This signs out all users of all connected organizations. Atlas discards the keys and loads them again at the next sign-in.',
  }),
  invalidates: [...invalidates, 'federation.keyRevocations'],
  concurrencyKey: turnOfProvider,
  impact: {
    read: readOrgs,
    sentences: (answer) => {
      const orgs = page(connectedOrg).safeParse(answer).data?.results ?? []
      return [
        orgs.length > 0
          ? `Everyone is signed out in ${count(orgs.length, 'connected organization')}: ${list(orgs.map((o) => o.orgId))}`
          : 'Everyone is signed out in every connected organization. Gatehouse can’t list them now',
        'Tokens signed with the old keys stop working immediately',
        'Replace the keys at the provider first. Atlas loads the keys that it finds there',
      ]
    },
  },
  precondition: {
    read: (i) => [readProvider(i), readOrgs(i)],
    whyNot: (answers, i) => {
      const [one, listed] = bothReads.parse(answers)
      const found = provider.safeParse(one).data
      if (!found) return 'The identity provider no longer exists.'
      // The organization's events show whether it happened. Any connected organization's credential can read this list.
      const orgs = page(connectedOrg).safeParse(listed).data?.results ?? []
      if (!orgs.some((org) => org.orgId === i.orgId))
        return `Organization ${i.orgId} is not connected to this federation. Open the provider from a connected organization.`
      // The approver decides by the name, so it has to be the current one.
      if (nameOfProvider(found).slice(0, 200) !== i.displayName)
        return `This identity provider is now named ${nameOfProvider(found)}, not ${i.displayName}.`
      const { protocol } = found
      return protocol && protocol !== 'OIDC'
        ? `Only OIDC providers have keys that Atlas loads. This provider uses ${protocol}: replace its certificate instead.`
        : undefined
    },
  },
  readBack: {
    read: (i) => ({ id: 'federation.keyRevocations', input: { orgId: i.orgId } }),
    acceptedIsDone: true,
    verdict: (answer, i, _, sentAt) => {
      const events = page(event).safeParse(answer).data?.results ?? []
      const since = sentAt && sentAt.getTime() - CLOCKS_MS
      const isAboutIt = (e: z.output<typeof event>) => {
        const about = providersIn(e)
        return (
          about.length === 0 ||
          about.some((it) => it === i.identityProviderId || it === i.displayName)
        )
      }
      const isThere = events.some(
        (e) => since !== undefined && (millis(e.created) ?? 0) >= since && isAboutIt(e),
      )
      return isThere ? 'done' : 'absent'
    },
  },
})

export const deleteProvider = command({
  id: 'federation.deleteProvider',
  title: 'Delete an identity provider',
  atlas: { op: 'deleteFederationSettingIdentityProvider', version: '2023-11-15' },
  roles: ['operator'],
  input: z.strictObject({
    ...place,
    /** Null for an OIDC provider, which has none. */
    oktaIdpId: legacyProviderId.nullable(),
    displayName: z.string().min(1).max(200),
  }),
  verbs: {
    do: 'Delete provider',
    doing: 'Deleting…',
    done: (i) => `${i.displayName} deleted`,
  },
  summary: (i) => `Delete the identity provider ${quoted(i.displayName)}`,
  target: targetOfProvider,
  friction: (i) => ({
    level: 'type',
    phrase: i.displayName,
    because:
      'Its settings, certificates and domains are deleted. This can’t be undone, and Gatehouse can’t create SAML providers.',
  }),
  invalidates: [...invalidates, 'federation.find'],
  concurrencyKey: turnOfProvider,
  refusals: {
    IDENTITY_PROVIDER_HAS_CONNECTED_ORGS:
      'An organization still uses this identity provider. Disconnect it from every organization first.',
  },
  precondition: {
    read: (i) => [readProvider(i), readOrgs(i)],
    whyNot: (answers, i) => {
      const [found, listed] = bothReads.parse(answers)
      if (found === undefined) return 'The identity provider no longer exists.'
      // By its current name in Atlas, not the one the page was opened with.
      const now = provider.safeParse(found).data
      if (!now || (now.oktaIdpId ?? null) !== i.oktaIdpId || nameOfProvider(now) !== i.displayName)
        return `In Atlas this provider is “${now ? nameOfProvider(now) : 'unknown'}”, not the one shown. Reload the page.`
      const orgs = page(connectedOrg).safeParse(listed).data?.results
      if (!orgs) return 'Gatehouse can’t read which organizations use it, so it was not deleted.'
      const uses = usesOf({ id: i.identityProviderId, oktaIdpId: i.oktaIdpId }, orgs)
      if (uses.length === 0) return undefined
      return `It is in use: ${list(uses.map((u) => `organization ${u.orgId} to ${u.to}`))}. Disconnect it there first.`
    },
  },
  readBack: {
    read: readProvider,
    verdict: (answer) => (answer === undefined ? 'done' : 'absent'),
  },
})
