import { z } from 'zod'
import { strictly } from '../areas/federation/body'
import {
  connectionAt,
  connectionBody,
  federationAt,
  federationsOf,
} from '../areas/federation/federations'
import { orgRoles, rolesOf } from '../areas/federation/roles'
import type { Connection, Federation } from '../areas/federation/shapes'
import { type HandlerInput, reply, rows, type SandboxFile } from '../define'
import { Reject, reject } from '../reject'
import { mappingsWanted } from './federation-mappings'

const domain = z
  .string()
  .regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i, 'must be a domain name')

const changes = z.object({
  orgId: z.string().optional(),
  identityProviderId: z.string().nullable().optional(),
  dataAccessIdentityProviderIds: z.array(z.string()).optional(),
  domainAllowList: z.array(domain).optional(),
  domainRestrictionEnabled: z.boolean().optional(),
  instantUserProvisioningDisabled: z.boolean().nullable().optional(),
  postAuthRoleGrants: z.array(z.enum(orgRoles)).optional(),
  roleMappings: z.unknown().optional(),
  userConflicts: z.unknown().optional(),
})

const here = ({ world, path }: HandlerInput) => federationAt(world, path.federationSettingsId)

const wrong = (code: string, detail: string, ...parameters: string[]) =>
  new Reject(400, code, detail, { parameters })

function settingsBody(federation: Federation, connection: Connection) {
  const provider = federation.providers.find(
    (p) => p.oktaIdpId !== null && p.oktaIdpId === connection.identityProviderId,
  )
  const saml = provider?.protocol === 'SAML' ? provider : undefined
  return {
    federatedDomains: saml?.associatedDomains ?? [],
    hasRoleMappings: connection.roleMappings.length > 0,
    id: federation.id,
    identityProviderId: connection.identityProviderId,
    identityProviderStatus: saml?.status ?? 'INACTIVE',
  }
}

function checkProviders(federation: Federation, next: Connection): void {
  const okta = federation.providers.map((p) => p.oktaIdpId)
  if (next.identityProviderId !== null && !okta.includes(next.identityProviderId))
    throw wrong(
      'IDENTITY_PROVIDER_NOT_FOUND',
      `No identity provider with ID ${next.identityProviderId} exists in this federation.`,
      next.identityProviderId,
    )
  const oidc = federation.providers.flatMap((p) => (p.protocol === 'OIDC' ? [p.id] : []))
  const unknown = next.dataAccessIdentityProviderIds.find((id) => !oidc.includes(id))
  if (unknown !== undefined)
    throw wrong(
      'INVALID_DATA_ACCESS_IDENTITY_PROVIDER',
      `${unknown} is not an OIDC identity provider of this federation.`,
      unknown,
    )
}

/** Undocumented fields follow the same rule as the others. */
const keptOf = (names: readonly string[], body: unknown) => {
  const sent = z.record(z.string(), z.unknown()).parse(body)
  return Object.fromEntries(names.map((name) => [name, sent[name] ?? null]))
}

/** Removes omitted fields: the provider, the data access providers, the restriction, the roles after sign-in. */
function replaced(input: HandlerInput, federation: Federation, old: Connection): Connection {
  const extra = Object.keys(old.undocumented ?? {})
  const wanted = strictly(changes, input.body, extra)
  if (wanted.orgId !== undefined && wanted.orgId !== old.orgId)
    throw wrong('INVALID_ATTRIBUTE', 'Invalid attribute orgId specified.', 'orgId')
  const next: Connection = {
    ...old,
    identityProviderId: wanted.identityProviderId ?? null,
    dataAccessIdentityProviderIds: wanted.dataAccessIdentityProviderIds ?? [],
    domainAllowList: wanted.domainAllowList ?? [],
    domainRestrictionEnabled: wanted.domainRestrictionEnabled ?? false,
    ...('instantUserProvisioningDisabled' in old || wanted.instantUserProvisioningDisabled != null
      ? { instantUserProvisioningDisabled: wanted.instantUserProvisioningDisabled ?? null }
      : {}),
    postAuthRoleGrants: wanted.postAuthRoleGrants ?? [],
    ...(old.undocumented ? { undocumented: keptOf(extra, input.body) } : {}),
    roleMappings:
      wanted.roleMappings === undefined
        ? old.roleMappings
        : mappingsWanted(input.world, old, wanted.roleMappings),
  }
  checkProviders(federation, next)
  if (next.identityProviderId === null && rolesOf(old) !== rolesOf(next))
    throw wrong(
      'ORG_HAS_NO_IDENTITY_PROVIDER',
      'Role mappings and role grants cannot be changed without an identity provider.',
    )
  return next
}

export const federation = {
  getOrgFederationSettings: ({ world, path }) => {
    const { id } = world.org(path.orgId)
    const { federations, answeredEmpty } = federationsOf(world)
    for (const federation of federations) {
      const connection = federation.connections.find((c) => c.orgId === id)
      if (connection) return settingsBody(federation, connection)
    }
    if (answeredEmpty.includes(id))
      return { federatedDomains: [], hasRoleMappings: false, identityProviderId: null }
    throw reject(
      404,
      'FEDERATION_SETTINGS_NOT_FOUND',
      `Organization ${id} has no federation settings.`,
      id,
    )
  },
  deleteFederationSetting: (input) => {
    const { world, origin } = input
    const gone = here(input)
    if (gone.connections.length > 1)
      throw wrong(
        'CANNOT_DELETE_FEDERATION_WITH_CONNECTED_ORGS',
        'Federation settings cannot be deleted while more than one organization is connected.',
        ...gone.connections.map((c) => c.orgId),
      )
    const [last] = gone.connections
    if (last) connectionAt(world, gone, last.orgId)
    const area = federationsOf(world)
    area.federations = area.federations.filter((f) => f !== gone)
    if (last)
      world.record({ orgId: last.orgId, eventTypeName: 'FEDERATION_SETTINGS_DELETED' }, origin)
    world.changed()
    return reply(204)
  },
  listFederationSettingConnectedOrgConfigs: (input) =>
    rows(here(input).connections.map(connectionBody)),
  getFederationSettingConnectedOrgConfig: (input) =>
    connectionBody(connectionAt(input.world, here(input), input.path.orgId)),
  updateFederationSettingConnectedOrgConfig: (input) => {
    const { world, path, origin } = input
    const federation = here(input)
    const old = connectionAt(world, federation, path.orgId)
    Object.assign(old, replaced(input, federation, old))
    world.record({ orgId: old.orgId, eventTypeName: 'FEDERATION_SETTINGS_UPDATED' }, origin)
    return connectionBody(old)
  },
  removeFederationSettingConnectedOrgConfig: (input) => {
    const { world, path, origin } = input
    const federation = here(input)
    const { orgId } = connectionAt(world, federation, path.orgId)
    if (federation.connections.length === 1)
      throw wrong(
        'CANNOT_REMOVE_LAST_CONNECTED_ORG',
        `Organization ${orgId} is the only one connected to federation ${federation.id}.`,
        orgId,
        federation.id,
      )
    federation.connections = federation.connections.filter((c) => c.orgId !== orgId)
    world.record({ orgId, eventTypeName: 'FEDERATION_SETTINGS_UPDATED' }, origin)
    return reply(204)
  },
} satisfies SandboxFile
