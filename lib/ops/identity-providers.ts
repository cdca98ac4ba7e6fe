import { z } from 'zod'
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

/** Before data of this age is called stale on the page (30 s). */
const live = () => 20_000
const stales = ['federation.providers', 'federation.provider'] as const
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
  needs: ['viewer'],
  input: z.strictObject({ federationSettingsId }),
  // Left out, Atlas answers SAML providers of the workforce alone.
  query: () => ({ protocol: ['SAML', 'OIDC'], idpType: ['WORKFORCE', 'WORKLOAD'] }),
  output: page(provider),
  allPages: true,
  live,
})

export const getProvider = query({
  id: 'federation.provider',
  title: 'Read an identity provider',
  atlas: { op: 'getFederationSettingIdentityProvider', version: '2023-11-15' },
  needs: ['viewer'],
  input: z.strictObject(place),
  output: provider,
  live,
})

export const getMetadata = query({
  id: 'federation.metadata',
  title: 'Read the SAML metadata for an identity provider',
  atlas: { op: 'getFederationSettingIdentityProviderMetadata', version: '2023-01-01' },
  needs: ['viewer'],
  input: z.strictObject({
    federationSettingsId,
    /** The legacy id: this operation alone takes it in its path. */
    identityProviderId: legacyProviderId,
  }),
  output: z.string(),
  text: true,
  freshSeconds: 60,
})

const event = z.looseObject({
  id: z.string().nullish(),
  eventTypeName: z.string().nullish(),
  created: z.string().nullish(),
})

/** Names under which an event may say which provider it is about; Atlas describes none of them. */
const NAMES_PROVIDER = /^(identity_?provider|idp)_?(id|name)$/i

/** What an event says of its provider, at any depth: ids of the kind that is asked for, and names. */
const providersIn = (value: unknown): string[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([key, one]) => {
        if (typeof one !== 'string' || !NAMES_PROVIDER.test(key)) return providersIn(one)
        const isKnownKind = /name$/i.test(key) || identityProviderId.safeParse(one).success
        return isKnownKind ? [one] : []
      })

/** The only trace that revoking keys leaves in what can be read. */
export const listKeyRevocations = query({
  id: 'federation.keyRevocations',
  title: 'List when keys of identity providers were revoked',
  atlas: { op: 'listOrgEvents', version: '2023-01-01' },
  needs: ['viewer'],
  input: z.strictObject({ orgId }),
  query: () => ({
    eventType: ['IDENTITY_PROVIDER_JWKS_REVOKED'],
    itemsPerPage: 10,
    // What an event is about stands, if anywhere, in its raw document.
    includeRaw: true,
    // Atlas answers 500 TIMEOUT_WHILE_PAGING when it counts many events.
    includeCount: false,
  }),
  output: page(event),
})

const bothReads = z.tuple([z.unknown(), z.unknown()])
const readOrgs = ({ federationSettingsId }: Place) => ({
  id: 'federation.orgs',
  input: { federationSettingsId },
})

/** Milliseconds by which Atlas's clock may be behind ours. */
const CLOCKS_MS = 2_000

export const revokeKeys = command({
  id: 'federation.revokeKeys',
  title: 'Revoke the keys of an identity provider',
  atlas: { op: 'revokeFederationSettingIdentityProviderJwks', version: '2023-11-15' },
  needs: ['operator'],
  input: z.strictObject({
    ...place,
    /** The organization whose events tell of it; every connected one is touched. */
    orgId,
    displayName: z.string().min(1).max(200),
  }),
  scope: (i): Scope => ({ kind: 'federation', federationSettingsId: i.federationSettingsId }),
  output: z.unknown(),
  says: (i) =>
    `Revoke the keys (JWKS) of the identity provider ${quoted(i.displayName)}, which signs out every user of every connected organization`,
  target: targetOfProvider,
  body: () => undefined,
  friction: () => ({
    level: 'approval',
    because:
      'It signs out every user of every connected organization: Atlas forgets the keys and fetches them again at the next sign-in.',
  }),
  stales: [...stales, 'federation.keyRevocations'],
  oneAtATime: turnOfProvider,
  tells: {
    read: readOrgs,
    says: (answer) => {
      const orgs = page(connectedOrg).safeParse(answer).data?.results ?? []
      return [
        orgs.length > 0
          ? `Everybody is signed out in ${count(orgs.length, 'connected organization')}: ${list(orgs.map((o) => o.orgId))}`
          : 'Everybody is signed out in every connected organization, which could not be told now',
        'Tokens signed with the old keys stop working at once',
        'The keys have to be replaced at the provider first: Atlas fetches whatever it finds there',
      ]
    },
  },
  first: {
    read: (i) => [readProvider(i), readOrgs(i)],
    whyNot: (answers, i) => {
      const [one, listed] = bothReads.parse(answers)
      const found = provider.safeParse(one).data
      if (!found) return 'The identity provider is not there any more.'
      // Its events tell whether it happened. The list is read, as each connected organization's credential may do that.
      const orgs = page(connectedOrg).safeParse(listed).data?.results ?? []
      if (!orgs.some((org) => org.orgId === i.orgId))
        return `Organization ${i.orgId} is not connected to this federation. Open the provider from one that is.`
      // Who approves reads the name: it has to be the one that is there.
      if (nameOfProvider(found).slice(0, 200) !== i.displayName)
        return `This identity provider is called ${nameOfProvider(found)}, not ${i.displayName}.`
      const { protocol } = found
      return protocol && protocol !== 'OIDC'
        ? `Only OIDC providers have keys that Atlas fetches. This one speaks ${protocol}: replace its certificate instead.`
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
        (e) => since !== undefined && Date.parse(e.created ?? '') >= since && isAboutIt(e),
      )
      return isThere ? 'done' : 'absent'
    },
  },
})

export const deleteProvider = command({
  id: 'federation.deleteProvider',
  title: 'Delete an identity provider',
  atlas: { op: 'deleteFederationSettingIdentityProvider', version: '2023-11-15' },
  needs: ['operator'],
  input: z.strictObject({
    ...place,
    /** Null for an OIDC provider, which has none. */
    oktaIdpId: legacyProviderId.nullable(),
    displayName: z.string().min(1).max(200),
  }),
  output: z.unknown(),
  says: (i) => `Delete the identity provider ${quoted(i.displayName)}`,
  target: targetOfProvider,
  body: () => undefined,
  friction: (i) => ({
    level: 'type',
    phrase: i.displayName,
    because:
      'Its settings, certificates and domains go with it, and Atlas offers no way back. A SAML provider cannot be made again here.',
  }),
  stales: [...stales, 'federation.find'],
  oneAtATime: turnOfProvider,
  refusals: {
    IDENTITY_PROVIDER_HAS_CONNECTED_ORGS:
      'An organization still uses this identity provider. Take it out of every connected organization first.',
  },
  first: {
    read: (i) => [readProvider(i), readOrgs(i)],
    whyNot: (answers, i) => {
      const [found, listed] = bothReads.parse(answers)
      if (found === undefined) return 'Atlas does not know this provider, or not any more.'
      // By what Atlas says of it now, not by what the page was opened on.
      const now = provider.safeParse(found).data
      if (!now || (now.oktaIdpId ?? null) !== i.oktaIdpId || nameOfProvider(now) !== i.displayName)
        return `In Atlas it is “${now ? nameOfProvider(now) : 'something unknown'}” and differs from what was shown. Load the page again.`
      const orgs = page(connectedOrg).safeParse(listed).data?.results
      if (!orgs) return 'Which organizations use it could not be read, so it is not deleted.'
      const uses = usesOf({ id: i.identityProviderId, oktaIdpId: i.oktaIdpId }, orgs)
      if (uses.length === 0) return undefined
      return `It is in use: ${list(uses.map((u) => `organization ${u.orgId} to ${u.to}`))}. Take it out there first.`
    },
  },
  readBack: {
    read: readProvider,
    verdict: (answer) => (answer === undefined ? 'done' : 'absent'),
  },
})
