import { z } from 'zod'
import { list, quoted } from '@/lib/format/words'
import { connectedInWords } from './connected-orgs'
import { command, query, type Scope } from './define'
import { connectedOrg, federationSettingsId, textsOf } from './federation-shapes'
import { nameOfProvider, provider } from './provider-shapes'
import { orgId, page } from './shapes'

/** Finds an organization's federation. Without one, Atlas answers 404 or an object without an ID. */
export const findFederation = query({
  id: 'federation.find',
  title: 'Find the federation of an organization',
  atlas: { op: 'getOrgFederationSettings', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({ orgId }),
  output: z.looseObject({
    id: z.string().nullish(),
    federatedDomains: z.array(z.string()).nullish(),
    hasRoleMappings: z.boolean().nullish(),
    identityProviderId: z.string().nullish(),
    identityProviderStatus: z.string().nullish(),
  }),
  none: {},
  maxAgeSeconds: 30,
  // The settings may be deleted elsewhere while the page is open.
  refetchInterval: () => 15_000,
})

export const deleteFederation = command({
  id: 'federation.delete',
  title: 'Delete federation settings',
  atlas: { op: 'deleteFederationSetting', version: '2023-01-01' },
  roles: ['operator'],
  input: z.strictObject({
    federationSettingsId,
    /** The last connected organization. Reading its federation later shows whether the settings are deleted. */
    orgId,
  }),
  scope: (i): Scope => ({ kind: 'federation', federationSettingsId: i.federationSettingsId }),
  verbs: {
    do: 'Delete federation settings',
    doing: 'Deleting…',
    done: () => 'Federation settings deleted',
  },
  summary: (i) =>
    `Delete the federation settings of organization ${i.orgId}, with all identity providers and domains`,
  target: (i) => `federation ${i.federationSettingsId}`,
  friction: () => ({
    level: 'approval',
    phrase: 'delete federation settings',
    because:
      'This also deletes all identity providers and verified domains. People sign in with a password again. This can’t be undone.',
  }),
  invalidates: [
    'federation.find',
    'federation.orgs',
    'federation.org',
    'federation.providers',
    'federation.provider',
  ],
  concurrencyKey: (i) => `federation:${i.federationSettingsId}`,
  impact: {
    read: (i) => ({
      id: 'federation.providers',
      input: { federationSettingsId: i.federationSettingsId },
    }),
    sentences: (answer, i) => {
      const found = page(provider).safeParse(answer).data?.results ?? []
      const domains = [...new Set(found.flatMap((p) => textsOf(p.associatedDomains)))]
      return [
        ...found.map((p) => `The identity provider ${quoted(nameOfProvider(p))} is deleted`),
        domains.length > 0
          ? `The verified domains are deleted, including ${list(domains)}`
          : 'The verified domains are deleted',
        `The role mappings, domain rules and default roles of ${i.orgId} are deleted`,
      ]
    },
  },
  precondition: {
    read: (i) => ({
      id: 'federation.orgs',
      input: { federationSettingsId: i.federationSettingsId },
    }),
    whyNot: (answer, i) => {
      if (answer === undefined) return 'The federation no longer exists.'
      const orgs = page(connectedOrg).safeParse(answer).data?.results ?? []
      if (orgs.length > 1) return `${connectedInWords(answer)} Disconnect all but one first.`
      // The approver reads which organization it is, and the result is checked through it.
      return orgs.some((o) => o.orgId !== i.orgId)
        ? `${connectedInWords(answer)} It is not ${i.orgId}.`
        : undefined
    },
  },
  readBack: {
    // Once deleted, the federation itself can't be read.
    read: (i) => ({ id: 'federation.find', input: { orgId: i.orgId } }),
    // Before the call, finding nothing only means that this organization has no federation.
    verdict: (answer, i, _, sentAt) =>
      sentAt === undefined ||
      findFederation.output.safeParse(answer).data?.id === i.federationSettingsId
        ? 'absent'
        : 'done',
  },
})
