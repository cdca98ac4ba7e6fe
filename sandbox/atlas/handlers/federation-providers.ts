import { federationAt, providerAt, providerBody, usersOf } from '../areas/federation/federations'
import { metadataOf } from '../areas/federation/metadata'
import { oidcFrom, providerChanged } from '../areas/federation/provider-body'
import type { Federation } from '../areas/federation/shapes'
import { type HandlerInput, reply, rows, type SandboxFile, Text } from '../define'
import { iso } from '../ids'
import { invalid, reject } from '../reject'

const here = ({ world, path }: HandlerInput) => federationAt(world, path.federationSettingsId)

/** Records the event in every connected organization. */
function record({ world, origin }: HandlerInput, federation: Federation, eventTypeName: string) {
  for (const { orgId } of federation.connections) world.record({ orgId, eventTypeName }, origin)
}

/** Values of a filter. The default hides providers that are not SAML or not for a workforce. */
function filter(query: URLSearchParams, name: string, known: readonly string[], byDefault: string) {
  const asked = query.getAll(name)
  const strange = asked.find((one) => !known.includes(one))
  if (strange !== undefined)
    throw invalid([{ field: name, description: `must be one of ${known.join(', ')}` }])
  return asked.length > 0 ? asked : [byDefault]
}

export const federationProviders = {
  listFederationSettingIdentityProviders: (input) => {
    const federation = here(input)
    const protocols = filter(input.query, 'protocol', ['SAML', 'OIDC'], 'SAML')
    const types = filter(input.query, 'idpType', ['WORKFORCE', 'WORKLOAD'], 'WORKFORCE')
    return rows(
      federation.providers
        .filter((p) => protocols.includes(p.protocol) && types.includes(p.idpType))
        .map((p) => providerBody(federation, p)),
    )
  },
  getFederationSettingIdentityProvider: (input) => {
    const federation = here(input)
    return providerBody(federation, providerAt(federation, input.path.identityProviderId))
  },
  getFederationSettingIdentityProviderMetadata: (input) => {
    const id = input.path.identityProviderId ?? ''
    if (!/^[A-Za-z0-9]{20}$/.test(id))
      throw invalid([
        { field: 'identityProviderId', description: 'is not the id of an Okta provider' },
      ])
    const found = here(input).providers.find((p) => p.oktaIdpId === id)
    if (found?.protocol === 'SAML')
      return new Text('application/xml;charset=utf-8', metadataOf(found))
    throw reject(
      404,
      'IDENTITY_PROVIDER_NOT_FOUND',
      `No identity provider with ID ${id} exists.`,
      id,
    )
  },
  createFederationSettingIdentityProvider: (input) => {
    const federation = here(input)
    const made = oidcFrom(federation, input.body)
    federation.providers.push(made)
    record(input, federation, 'IDENTITY_PROVIDER_CREATED')
    return providerBody(federation, made)
  },
  updateFederationSettingIdentityProvider: (input) => {
    const federation = here(input)
    const old = providerAt(federation, input.path.identityProviderId)
    const next = providerChanged(federation, old, input.body)
    const turned =
      old.protocol === 'SAML' && next.protocol === 'SAML' && old.status !== next.status
        ? next.status
        : undefined
    Object.assign(old, next, { updatedAt: iso(Date.now()) })
    record(
      input,
      federation,
      turned
        ? `IDENTITY_PROVIDER_${turned === 'ACTIVE' ? 'ACTIVATED' : 'DEACTIVATED'}`
        : `${old.protocol === 'OIDC' ? 'OIDC_' : ''}IDENTITY_PROVIDER_UPDATED`,
    )
    return providerBody(federation, old)
  },
  deleteFederationSettingIdentityProvider: (input) => {
    const federation = here(input)
    const gone = providerAt(federation, input.path.identityProviderId)
    const users = usersOf(federation, gone)
    const isForeign = users.some((c) => !input.world.data.orgs.some((o) => o.id === c.orgId))
    if (users.length > 1 || isForeign)
      throw reject(
        400,
        'IDENTITY_PROVIDER_HAS_CONNECTED_ORGS',
        `Identity provider ${gone.id} is connected to ${users.length} organizations.`,
        gone.id,
        ...users.map((c) => c.orgId),
      )
    for (const user of users) {
      if (user.identityProviderId === gone.oktaIdpId) user.identityProviderId = null
      user.dataAccessIdentityProviderIds = user.dataAccessIdentityProviderIds.filter(
        (id) => id !== gone.id,
      )
    }
    federation.providers = federation.providers.filter((p) => p !== gone)
    record(input, federation, 'IDENTITY_PROVIDER_DELETED')
    return reply(204)
  },
  /** Nothing that can be read changes by it but the events. */
  revokeFederationSettingIdentityProviderJwks: (input) => {
    const federation = here(input)
    const { protocol, id } = providerAt(federation, input.path.identityProviderId)
    if (protocol !== 'OIDC')
      throw reject(
        400,
        'IDENTITY_PROVIDER_NOT_OIDC',
        `Identity provider ${id} is not an OIDC identity provider.`,
        id,
      )
    record(input, federation, 'IDENTITY_PROVIDER_JWKS_REVOKED')
    return reply(204)
  },
} satisfies SandboxFile
