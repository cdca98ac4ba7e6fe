import { Reject, reject } from '../../reject'
import type { Area, World } from '../../world'
import { makeFederations } from './make'
import {
  type Connection,
  type Federation,
  type FederationArea,
  federationArea,
  type Provider,
} from './shapes'

const area: Area<FederationArea> = {
  name: 'federation',
  shape: federationArea,
  make: () => makeFederations(Date.now()),
}

/** All federations, and the organizations that have none. */
export const federationsOf = (world: World): FederationArea => world.area(area)

const missing = (code: string, detail: string, ...parameters: (string | undefined)[]) =>
  new Reject(404, code, detail, { parameters })

/** The federation that a path names; throws 404. */
export function federationAt(world: World, id: string | undefined): Federation {
  const found = federationsOf(world).federations.find((f) => f.id === id)
  if (found) return found
  throw missing('FEDERATION_SETTINGS_NOT_FOUND', `No federation settings with ID ${id} exist.`, id)
}

/** The configuration of one connected organization; throws 404, or 403 for one that the caller has no role in. */
export function connectionAt(
  world: World,
  federation: Federation,
  orgId: string | undefined,
): Connection {
  const found = federation.connections.find((c) => c.orgId === orgId)
  if (!found)
    throw missing(
      'CONNECTED_ORG_CONFIG_NOT_FOUND',
      `No organization with ID ${orgId} is connected to federation ${federation.id}.`,
      orgId,
      federation.id,
    )
  if (world.data.orgs.some((o) => o.id === found.orgId)) return found
  throw reject(
    403,
    'USER_UNAUTHORIZED',
    `The current user is not an Organization Owner of ${found.orgId}.`,
    found.orgId,
  )
}

/** The provider with this 24-digit id. Throws 404, also for the 20-digit id, which only the metadata operation takes. */
export function providerAt(federation: Federation, id: string | undefined): Provider {
  const found = federation.providers.find((p) => p.id === id)
  if (found) return found
  throw missing('IDENTITY_PROVIDER_NOT_FOUND', `No identity provider with ID ${id} exists.`, id)
}

/** The organizations that use a provider, to sign in or for their data. */
export const usersOf = (federation: Federation, provider: Provider): Connection[] =>
  federation.connections.filter(
    (c) =>
      (provider.oktaIdpId !== null && c.identityProviderId === provider.oktaIdpId) ||
      c.dataAccessIdentityProviderIds.includes(provider.id),
  )

/** A connected organization as Atlas writes it. */
export function connectionBody({ undocumented, ...connection }: Connection) {
  return { ...connection, ...undocumented }
}

/** A provider as Atlas writes it. */
export const providerBody = (federation: Federation, provider: Provider) => ({
  associatedOrgs: usersOf(federation, provider).map(connectionBody),
  ...provider,
})
