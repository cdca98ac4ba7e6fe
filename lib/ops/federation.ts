import { z } from 'zod'
import { query } from './define'
import { orgId } from './shapes'

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
})
