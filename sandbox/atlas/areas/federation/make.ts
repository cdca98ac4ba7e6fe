import { idFrom } from '../../ids'
import { contoso, fabrikam, northwind } from '../../world/orgs'
import { projectIdOf } from '../../world/projects'
import { connectionOf, oidcProvider, roleMapping, samlProvider } from './parts'
import type { Federation, FederationArea } from './shapes'

const conflict = (federationSettingsId: string, firstName: string, lastName: string) => ({
  emailAddress: `${firstName}.${lastName}@former-northwind.example`.toLowerCase(),
  federationSettingsId,
  firstName,
  lastName,
  userId: idFrom(`user ${firstName} ${lastName}`, '2023-05-04T10:00:00Z'),
})

/** Northwind and Contoso share a federation; every kind of provider is in it. */
function shared(now: number): Federation {
  const id = idFrom('federation northwind', '2023-02-14T09:00:00Z')
  const active = samlProvider('northwind-sso', {
    created: '2023-02-14T09:20:00Z',
    now,
    host: 'sso.northwind.example',
    displayName: 'Northwind single sign-on',
    description: 'Everybody at Northwind; owned by the identity team',
    associatedDomains: ['northwind.example', 'northwind-ops.example'],
    status: 'ACTIVE',
    slug: 'northwind',
    // One ends soon, its successor is there already.
    certificateDays: [12, 640],
    updatedAt: '2025-06-11T14:02:09Z',
  })
  const inactive = samlProvider('contoso-adfs', {
    created: '2023-03-01T11:45:00Z',
    now,
    host: 'adfs.contoso.example',
    displayName: 'Contoso ADFS (old)',
    associatedDomains: ['contoso.example'],
    status: 'INACTIVE',
    ssoDebugEnabled: true,
    requestBinding: 'HTTP-REDIRECT',
    responseSignatureAlgorithm: 'SHA-1',
    certificateDays: [-40],
  })
  const workforce = oidcProvider('northwind-data', {
    created: '2024-05-21T07:30:00Z',
    displayName: 'Workforce data access',
    description: 'Analysts and on-call engineers reach clusters with it',
    idpType: 'WORKFORCE',
    issuerUri: 'https://login.northwind.example/oauth2/default',
    associatedDomains: ['northwind.example', 'contoso.example'],
    updatedAt: '2025-01-20T16:40:00Z',
  })
  const workload = oidcProvider('build-agents', {
    created: '2025-09-02T12:10:00Z',
    displayName: 'Build agents',
    idpType: 'WORKLOAD',
    issuerUri: 'https://tokens.builds.example',
    authorizationType: 'USER',
    groupsClaim: null,
  })
  const [prod, staging] = [projectIdOf('payments-prod'), projectIdOf('payments-staging')]
  const [search, analytics] = [projectIdOf('search-platform'), projectIdOf('analytics')]
  const northwinds = [
    roleMapping(northwind.id, 'atlas-owners', ['ORG_OWNER']),
    roleMapping(northwind.id, 'atlas-billing', ['ORG_BILLING_ADMIN', 'ORG_MEMBER']),
    roleMapping(northwind.id, 'payments-engineers', [
      'ORG_MEMBER',
      `${prod} GROUP_DATA_ACCESS_READ_ONLY`,
      `${staging} GROUP_OWNER`,
    ]),
    roleMapping(northwind.id, 'payments-on-call', [`${prod} GROUP_CLUSTER_MANAGER`]),
    roleMapping(northwind.id, 'discovery-team', [`${search} GROUP_OWNER`]),
    roleMapping(northwind.id, 'support', ['ORG_READ_ONLY']),
    // A deleted project stays in a mapping until somebody removes it.
    roleMapping(northwind.id, 'contractors', [
      `${idFrom('project deleted', '2022-07-01T00:00:00Z')} GROUP_READ_ONLY`,
    ]),
  ]
  const contosos = [
    roleMapping(contoso.id, 'insight-analysts', [`${analytics} GROUP_DATA_ACCESS_READ_ONLY`]),
    roleMapping(contoso.id, 'insight-leads', ['ORG_MEMBER', `${analytics} GROUP_OWNER`]),
  ]
  return {
    id,
    domains: ['northwind.example', 'northwind-ops.example', 'contoso.example'],
    providers: [active, inactive, workforce, workload],
    connections: [
      connectionOf(northwind.id, {
        identityProviderId: active.oktaIdpId,
        dataAccessIdentityProviderIds: [workforce.id],
        domainAllowList: ['northwind.example', 'northwind-ops.example'],
        domainRestrictionEnabled: true,
        instantUserProvisioningDisabled: false,
        postAuthRoleGrants: ['ORG_MEMBER'],
        roleMappings: northwinds,
        userConflicts: [conflict(id, 'Dana', 'Whitfield'), conflict(id, 'Omar', 'Reyes')],
      }),
      connectionOf(contoso.id, {
        identityProviderId: inactive.oktaIdpId,
        dataAccessIdentityProviderIds: [workforce.id],
        instantUserProvisioningDisabled: null,
        postAuthRoleGrants: ['ORG_READ_ONLY'],
        roleMappings: contosos,
      }),
    ],
  }
}

/** Fabrikam is alone, so its federation can be deleted. */
function alone(now: number): Federation {
  return {
    id: idFrom('federation fabrikam', '2024-08-19T13:00:00Z'),
    domains: ['fabrikam.example'],
    providers: [
      samlProvider('fabrikam-sso', {
        created: '2024-08-19T13:05:00Z',
        now,
        host: 'sso.fabrikam.example',
        displayName: 'Fabrikam trial',
        associatedDomains: ['fabrikam.example'],
        status: 'INACTIVE',
        certificateDays: [300],
      }),
    ],
    connections: [connectionOf(fabrikam.id, { postAuthRoleGrants: ['ORG_OWNER'] })],
  }
}

/** The initial federations. `now` is in milliseconds: ids never change, certificates expire soon after it. */
export const makeFederations = (now: number): FederationArea => ({
  federations: [shared(now), alone(now)],
  answeredEmpty: [],
})
