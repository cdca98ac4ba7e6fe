import { z } from 'zod'

/** Federations as the data file keeps them. Dates are real time, as Atlas writes them. */

export const assignment = z.object({
  orgId: z.string().optional(),
  groupId: z.string().optional(),
  role: z.string(),
})

export const mapping = z.object({
  id: z.string(),
  externalGroupName: z.string(),
  roleAssignments: z.array(assignment),
})

const user = z.object({
  emailAddress: z.string(),
  federationSettingsId: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  userId: z.string(),
})

export const connection = z.object({
  orgId: z.string(),
  /** The 20-digit id of the SAML provider through which people sign in. */
  identityProviderId: z.string().nullable(),
  /** The 24-digit ids of the OIDC providers that open the clusters' data. */
  dataAccessIdentityProviderIds: z.array(z.string()),
  domainAllowList: z.array(z.string()),
  domainRestrictionEnabled: z.boolean(),
  /** Not sent by Atlas as long as nobody has set it. */
  instantUserProvisioningDisabled: z.boolean().nullable().optional(),
  postAuthRoleGrants: z.array(z.string()),
  roleMappings: z.array(mapping),
  userConflicts: z.array(user).nullable(),
  /** Fields that Atlas sends and documents nowhere. */
  undocumented: z.record(z.string(), z.unknown()).optional(),
})

const ofEvery = {
  id: z.string(),
  displayName: z.string(),
  description: z.string().nullable(),
  issuerUri: z.string(),
  createdAt: z.string(),
  updatedAt: z.string().nullable(),
}

const saml = z.object({
  ...ofEvery,
  protocol: z.literal('SAML'),
  idpType: z.literal('WORKFORCE'),
  oktaIdpId: z.string(),
  acsUrl: z.string(),
  audienceUri: z.string(),
  associatedDomains: z.array(z.string()),
  pemFileInfo: z
    .object({
      fileName: z.string().nullable(),
      certificates: z.array(z.object({ notAfter: z.string(), notBefore: z.string() })),
    })
    .nullable(),
  requestBinding: z.string(),
  responseSignatureAlgorithm: z.string(),
  slug: z.string().nullable(),
  ssoDebugEnabled: z.boolean(),
  ssoUrl: z.string(),
  status: z.enum(['ACTIVE', 'INACTIVE']),
})

const oidc = z.object({
  ...ofEvery,
  protocol: z.literal('OIDC'),
  idpType: z.enum(['WORKFORCE', 'WORKLOAD']),
  oktaIdpId: z.null(),
  audience: z.string(),
  authorizationType: z.enum(['GROUP', 'USER']),
  groupsClaim: z.string().nullable(),
  userClaim: z.string(),
  /** Of a WORKFORCE provider only, like the two that follow. */
  clientId: z.string().nullable().optional(),
  requestedScopes: z.array(z.string()).optional(),
  associatedDomains: z.array(z.string()).optional(),
})

const provider = z.discriminatedUnion('protocol', [saml, oidc])

export const federation = z.object({
  id: z.string(),
  /** Verified ones: a provider takes no other. */
  domains: z.array(z.string()),
  providers: z.array(provider),
  connections: z.array(connection),
})

export const federationArea = z.object({
  federations: z.array(federation),
  /** Organizations without a federation for which Atlas answers an object without an id instead of a 404. */
  answeredEmpty: z.array(z.string()),
})

export type Federation = z.output<typeof federation>
export type Connection = z.output<typeof connection>
export type Mapping = z.output<typeof mapping>
export type Provider = z.output<typeof provider>
export type SamlProvider = z.output<typeof saml>
export type OidcProvider = z.output<typeof oidc>
export type FederationArea = z.output<typeof federationArea>
