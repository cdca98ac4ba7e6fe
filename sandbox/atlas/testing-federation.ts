import { z } from 'zod'

/** The parts of answers about federations that the tests read. */
export const org = z.looseObject({
  orgId: z.string(),
  identityProviderId: z.string().nullish(),
  dataAccessIdentityProviderIds: z.array(z.string()),
  domainAllowList: z.array(z.string()),
  domainRestrictionEnabled: z.boolean(),
  postAuthRoleGrants: z.array(z.string()),
  roleMappings: z.array(
    z.looseObject({
      id: z.string(),
      externalGroupName: z.string(),
      roleAssignments: z.array(z.looseObject({ role: z.string() })),
    }),
  ),
})
export const provider = z.looseObject({
  id: z.string(),
  oktaIdpId: z.string().nullable(),
  protocol: z.string(),
  associatedOrgs: z.array(org),
})
export const filled = z.looseObject({
  federationSettingsId: z.string(),
  orgs: z.array(z.looseObject({ orgId: z.string(), projects: z.array(z.string()) })),
  outsiders: z.array(z.string()),
  providers: z.record(
    z.string(),
    z.looseObject({ id: z.string(), oktaIdpId: z.string().optional() }),
  ),
  mappings: z.array(z.string()),
})
