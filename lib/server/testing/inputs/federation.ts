import type { About } from './about'

/** Inputs of the operations in lib/ops that are about federation, where `plainInputs` cannot derive them. */
export const federationInputs = ({
  federationSettingsId,
  orgId,
}: About): Record<string, unknown> => {
  const id = 'd'.repeat(24)
  const org = { federationSettingsId, orgId }
  const provider = { federationSettingsId, identityProviderId: id }
  const roleAssignments = [{ role: 'ORG_MEMBER', orgId }]
  const mapping = { externalGroupName: 'a-team', roleAssignments }
  const kind = { idpType: 'WORKFORCE', displayName: 'Sign-on' }
  return {
    'federation.delete': org,
    'federation.updateOrg': { ...org, opened: {}, changes: { domainAllowList: ['a.example'] } },
    'federation.mapping': { ...org, id },
    'federation.createMapping': { ...org, ...mapping },
    'federation.updateMapping': {
      ...org,
      id,
      ...mapping,
      opened: { ...mapping, roleAssignments: [] },
    },
    'federation.deleteMapping': { ...org, id, opened: mapping },
    'federation.provider': provider,
    'federation.metadata': { federationSettingsId, identityProviderId: 'd'.repeat(20) },
    'federation.createProvider': {
      federationSettingsId,
      idpType: 'WORKLOAD',
      displayName: 'Agents',
      issuerUri: 'https://tokens.example',
      audience: 'atlas',
      authorizationType: 'USER',
      userClaim: 'sub',
    },
    'federation.updateOidc': {
      ...provider,
      opened: { protocol: 'OIDC', ...kind },
      changes: { description: 'Another' },
    },
    'federation.updateSaml': {
      ...provider,
      opened: { protocol: 'SAML', ...kind },
      changes: { ssoDebugEnabled: true },
    },
    'federation.deleteProvider': { ...provider, oktaIdpId: null, displayName: 'Agents' },
    'federation.revokeKeys': { ...provider, orgId, displayName: 'Agents' },
  }
}
