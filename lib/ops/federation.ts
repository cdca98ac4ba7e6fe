import { z } from 'zod'
import { list } from '@/lib/format/words'
import { connectedInWords } from './connected-orgs'
import { command, query, type Scope } from './define'
import { connectedOrg, federationSettingsId, textsOf } from './federation-shapes'
import { nameOfProvider, provider } from './provider-shapes'
import { orgId, page } from './shapes'

/** The only way from an organization to its federation. Atlas answers 404, or an object without an id, when there is none. */
export const findFederation = query({
  id: 'federation.find',
  title: 'Find the federation of an organization',
  atlas: { op: 'getOrgFederationSettings', version: '2023-01-01' },
  needs: ['viewer'],
  input: z.strictObject({ orgId }),
  output: z.looseObject({
    id: z.string().nullish(),
    federatedDomains: z.array(z.string()).nullish(),
    hasRoleMappings: z.boolean().nullish(),
    identityProviderId: z.string().nullish(),
    identityProviderStatus: z.string().nullish(),
  }),
  freshSeconds: 30,
  // Settings that are deleted elsewhere leave a page that asks for what is not there.
  live: () => 15_000,
})

export const deleteFederation = command({
  id: 'federation.delete',
  title: 'Delete federation settings',
  atlas: { op: 'deleteFederationSetting', version: '2023-01-01' },
  needs: ['operator'],
  input: z.strictObject({
    federationSettingsId,
    /** The last connected organization: it tells afterwards that there is no federation any more. */
    orgId,
  }),
  scope: (i): Scope => ({ kind: 'federation', federationSettingsId: i.federationSettingsId }),
  output: z.unknown(),
  says: (i) =>
    `Delete the federation settings of organization ${i.orgId}, with all identity providers and domains`,
  target: (i) => `federation ${i.federationSettingsId}`,
  body: () => undefined,
  friction: (i) => ({
    level: 'approval',
    phrase: i.orgId,
    because:
      'Every identity provider and every verified domain of the federation goes with it, people sign in with a password again, and Atlas offers no way back.',
  }),
  stales: [
    'federation.find',
    'federation.orgs',
    'federation.org',
    'federation.providers',
    'federation.provider',
  ],
  oneAtATime: (i) => `federation:${i.federationSettingsId}`,
  tells: {
    read: (i) => ({
      id: 'federation.providers',
      input: { federationSettingsId: i.federationSettingsId },
    }),
    says: (answer, i) => {
      const found = page(provider).safeParse(answer).data?.results ?? []
      const domains = [...new Set(found.flatMap((p) => textsOf(p.associatedDomains)))]
      return [
        ...found.map((p) => `The identity provider ${nameOfProvider(p)} goes with it`),
        domains.length > 0
          ? `The verified domains go with it, among them ${list(domains)}`
          : 'The verified domains go with it',
        `The role mappings, domain rules and roles after sign-in of ${i.orgId} go with it`,
      ]
    },
  },
  first: {
    read: (i) => ({
      id: 'federation.orgs',
      input: { federationSettingsId: i.federationSettingsId },
    }),
    whyNot: (answer, i) => {
      if (answer === undefined) return 'The federation is not there any more.'
      const orgs = page(connectedOrg).safeParse(answer).data?.results ?? []
      if (orgs.length > 1)
        return `${connectedInWords(answer)} Atlas deletes federation settings only with one organization left: disconnect the others first.`
      // Who approves reads which organization it is, and its federation is read back by it.
      return orgs.some((o) => o.orgId !== i.orgId)
        ? `${connectedInWords(answer)} It is not ${i.orgId}.`
        : undefined
    },
  },
  readBack: {
    // Nothing of the federation itself can be found once it is gone.
    read: (i) => ({ id: 'federation.find', input: { orgId: i.orgId } }),
    // Before it is sent, nothing found says only that this organization has none.
    verdict: (answer, i, _, sentAt) =>
      sentAt === undefined ||
      findFederation.output.safeParse(answer).data?.id === i.federationSettingsId
        ? 'absent'
        : 'done',
  },
})
