import { createHash } from 'node:crypto'
import { idFrom, iso } from '../../ids'
import type { Connection, Mapping, OidcProvider, SamlProvider } from './shapes'

const day = 86_400_000
const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** The legacy Okta id of a SAML provider, 20 letters and digits; it also has a 24-digit id. */
export const oktaIdFrom = (seed: string): string =>
  `0oa${[...createHash('sha256').update(`okta ${seed}`).digest()]
    .slice(0, 17)
    .map((byte) => letters[byte % letters.length])
    .join('')}`

/** A SAML provider. Certificates are given as days from now until they expire. */
export function samlProvider(
  seed: string,
  given: {
    created: string
    now: number
    host: string
    certificateDays: readonly number[]
  } & Pick<SamlProvider, 'displayName' | 'associatedDomains' | 'status'> &
    Partial<SamlProvider>,
): SamlProvider {
  const { created, now, host, certificateDays, ...more } = given
  const oktaIdpId = oktaIdFrom(seed)
  return {
    id: idFrom(`identity provider ${seed}`, created),
    oktaIdpId,
    protocol: 'SAML',
    idpType: 'WORKFORCE',
    description: null,
    issuerUri: `https://${host}/saml2/issuer`,
    acsUrl: `https://auth.mongodb.example/sso/saml2/${oktaIdpId}`,
    audienceUri: `https://www.okta.example/saml2/service-provider/${oktaIdpId}`,
    pemFileInfo: {
      fileName: `${host}.pem`,
      certificates: certificateDays.map((days) => ({
        notAfter: iso(now + days * day),
        notBefore: iso(now + (days - 730) * day),
      })),
    },
    requestBinding: 'HTTP-POST',
    responseSignatureAlgorithm: 'SHA-256',
    slug: null,
    ssoDebugEnabled: false,
    ssoUrl: `https://${host}/saml2/sso`,
    createdAt: created,
    updatedAt: null,
    ...more,
  }
}

/** An OIDC provider. One for a workforce also has a client and scopes. */
export function oidcProvider(
  seed: string,
  given: { created: string } & Pick<OidcProvider, 'displayName' | 'idpType' | 'issuerUri'> &
    Partial<OidcProvider>,
): OidcProvider {
  const { created, ...more } = given
  return {
    id: idFrom(`identity provider ${seed}`, created),
    oktaIdpId: null,
    protocol: 'OIDC',
    description: null,
    audience: seed,
    authorizationType: 'GROUP',
    groupsClaim: 'groups',
    userClaim: 'sub',
    createdAt: created,
    updatedAt: null,
    ...(more.idpType === 'WORKFORCE'
      ? { clientId: `${seed}-client`, requestedScopes: ['openid', 'groups'], associatedDomains: [] }
      : {}),
    ...more,
  }
}

/** A mapping of a group; roles as `ORG_MEMBER`, or `projectId GROUP_READ_ONLY`. */
export function roleMapping(
  orgId: string,
  externalGroupName: string,
  roles: readonly string[],
): Mapping {
  return {
    id: idFrom(`role mapping ${orgId} ${externalGroupName}`, '2024-04-02T08:00:00Z'),
    externalGroupName,
    roleAssignments: roles.map((text) => {
      const [first = '', second] = text.split(' ')
      return second === undefined ? { orgId, role: first } : { groupId: first, role: second }
    }),
  }
}

/** A connected organization with nothing configured. */
export const connectionOf = (orgId: string, more: Partial<Connection> = {}): Connection => ({
  orgId,
  identityProviderId: null,
  dataAccessIdentityProviderIds: [],
  domainAllowList: [],
  domainRestrictionEnabled: false,
  postAuthRoleGrants: [],
  roleMappings: [],
  userConflicts: null,
  ...more,
})
