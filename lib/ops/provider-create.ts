import { z } from 'zod'
import { quoted } from '@/lib/format/words'
import { command } from './define'
import { federationSettingsId } from './federation-shapes'
import { domains, GROUPS, invalidates, oidc } from './provider-fields'
import { oidcProvider, provider } from './provider-shapes'
import { page } from './shapes'

export const createProvider = command({
  id: 'federation.createProvider',
  title: 'Create an OIDC identity provider',
  atlas: { op: 'createFederationSettingIdentityProvider', version: '2023-11-15' },
  roles: ['operator'],
  input: z
    .strictObject({
      federationSettingsId,
      idpType: z.enum(['WORKFORCE', 'WORKLOAD'], 'Choose people or applications'),
      ...oidc,
      requestedScopes: oidc.requestedScopes.optional(),
      associatedDomains: domains.optional(),
    })
    .refine((i) => i.idpType !== 'WORKFORCE' || i.clientId !== undefined, {
      path: ['clientId'],
      message: 'Enter the client ID that people sign in with',
    })
    .refine((i) => i.authorizationType !== 'GROUP' || i.groupsClaim !== undefined, {
      path: ['groupsClaim'],
      message: GROUPS,
    }),
  output: oidcProvider,
  verbs: {
    do: 'Create provider',
    doing: 'Creating…',
    done: (i) => `${i.displayName} created`,
  },
  summary: (i) =>
    `Create the OIDC identity provider ${quoted(i.displayName)} for ${i.idpType === 'WORKFORCE' ? 'people' : 'applications'}`,
  target: (i) => `federation ${i.federationSettingsId} / identity provider ${i.displayName}`,
  body: ({ federationSettingsId: _, clientId, requestedScopes, associatedDomains, ...rest }) => ({
    protocol: 'OIDC',
    ...rest,
    ...(rest.idpType === 'WORKFORCE'
      ? {
          clientId,
          requestedScopes: requestedScopes ?? [],
          associatedDomains: associatedDomains ?? [],
        }
      : {}),
  }),
  // Nobody can sign in with it yet, but these values decide who can later.
  friction: (i) => ({
    level: 'confirm',
    because: `Organizations of the federation can then be connected to it, which lets in ${i.idpType === 'WORKFORCE' ? 'people' : 'applications'} with tokens of ${i.issuerUri}.`,
  }),
  invalidates,
  concurrencyKey: (i) => `federation:${i.federationSettingsId}`,
  refusals: {
    DOMAIN_NOT_VERIFIED:
      'A domain is not verified in this federation. Verify it in Atlas first, or remove it.',
    DUPLICATE_IDENTITY_PROVIDER:
      'Another provider has the same issuer and audience. Use another audience.',
  },
  readBack: {
    read: (i) => ({
      id: 'federation.providers',
      input: { federationSettingsId: i.federationSettingsId },
    }),
    verdict: (answer, i) => {
      const found = page(provider)
        .safeParse(answer)
        .data?.results.find((p) => p.issuerUri === i.issuerUri && p.audience === i.audience)
      if (!found) return 'absent'
      return found.displayName === i.displayName ? 'done' : 'other'
    },
  },
})
