import { z } from 'zod'
import { quoted } from '@/lib/format/words'
import { command } from './define'
import { federationSettingsId } from './federation-shapes'
import { domains, GROUPS, oidc, stales } from './provider-fields'
import { oidcProvider, provider } from './provider-shapes'
import { page } from './shapes'

export const createProvider = command({
  id: 'federation.createProvider',
  title: 'Create an OIDC identity provider',
  atlas: { op: 'createFederationSettingIdentityProvider', version: '2023-11-15' },
  needs: ['operator'],
  input: z
    .strictObject({
      federationSettingsId,
      idpType: z.enum(['WORKFORCE', 'WORKLOAD'], 'Choose people or programs'),
      ...oidc,
      requestedScopes: oidc.requestedScopes.optional(),
      associatedDomains: domains.optional(),
    })
    .refine((i) => i.idpType !== 'WORKFORCE' || i.clientId !== undefined, {
      path: ['clientId'],
      message: 'People sign in with a client: type its id',
    })
    .refine((i) => i.authorizationType !== 'GROUP' || i.groupsClaim !== undefined, {
      path: ['groupsClaim'],
      message: GROUPS,
    }),
  output: oidcProvider,
  says: (i) =>
    `Create the OIDC identity provider ${quoted(i.displayName)} for ${i.idpType === 'WORKFORCE' ? 'people' : 'programs'}`,
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
  // It opens nothing yet, and what is typed here decides whom it lets in later.
  friction: (i) => ({
    level: 'confirm',
    because: `Every organization of the federation can be connected to it from then on, and lets in ${i.idpType === 'WORKFORCE' ? 'people' : 'programs'} by the tokens of ${i.issuerUri}.`,
  }),
  stales,
  oneAtATime: (i) => `federation:${i.federationSettingsId}`,
  refusals: {
    DOMAIN_NOT_VERIFIED:
      'Atlas takes only domains that are verified in this federation. Verify it in Atlas first, or leave it out.',
    DUPLICATE_IDENTITY_PROVIDER:
      'Another provider has this issuer and audience already. Take another audience.',
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
