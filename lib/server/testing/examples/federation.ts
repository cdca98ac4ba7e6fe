import { z } from 'zod'
import { openedProvider } from '@/lib/ops/provider-shapes'
import type { TestConsole } from '@/scripts/testing/console'
import { ownFederation } from '../federation'
import type { Example, Examples } from './made'

type Own = Awaited<ReturnType<typeof ownFederation>>
type Kind = Parameters<Own['providerPlace']>[0]

const from =
  (input: (own: Own) => object | Promise<object>, more: object = { mappings: 1 }): Example =>
  async (world: TestConsole) => ({ ...(await input(await ownFederation(world, { ...more }))) })

const mappings = z.object({ roleMappings: z.array(z.looseObject({ id: z.string() })) })
const mapping = async (own: Own) => {
  const [opened] = mappings.parse(await own.org()).roleMappings
  return { ...own.place, id: opened?.id, opened }
}
const member = ({ orgId }: Own) => [{ role: 'ORG_MEMBER', orgId }]

const provider = (kind: Kind, changes: object) =>
  from(async (own) => ({
    ...own.providerPlace(kind),
    opened: await own.openedProvider(kind),
    changes,
  }))

const named = async (own: Own, kind: Kind) => ({
  ...own.providerPlace(kind),
  displayName: openedProvider.parse(await own.openedProvider(kind)).displayName,
})

/** Federations, their identity providers and role mappings. */
export const federationExamples: Examples = {
  'federation.find': from(({ orgId }) => ({ orgId })),
  'federation.keyRevocations': from(({ orgId }) => ({ orgId })),
  'federation.org': from(({ place }) => place),
  'federation.orgs': from(({ federationSettingsId }) => ({ federationSettingsId })),
  'federation.mapping': from(async (own) => {
    const { opened: _, ...one } = await mapping(own)
    return one
  }),
  'federation.provider': from((own) => own.providerPlace('saml')),
  'federation.providers': from(({ federationSettingsId }) => ({ federationSettingsId })),
  'federation.metadata': from(({ federationSettingsId, providers }) => ({
    federationSettingsId,
    identityProviderId: providers.saml.oktaIdpId,
  })),
  'federation.delete': from(({ place }) => place),
  'federation.updateOrg': from(async (own) => ({
    ...own.place,
    opened: await own.opened(),
    changes: { postAuthRoleGrants: ['ORG_READ_ONLY'] },
  })),
  'federation.removeOrg': from((own) => ({ ...own.place, orgId: own.orgs[1]?.orgId }), { orgs: 2 }),
  'federation.createMapping': from((own) => ({
    ...own.place,
    externalGroupName: 'everyone',
    roleAssignments: member(own),
  })),
  'federation.updateMapping': from(async (own) => ({
    ...(await mapping(own)),
    externalGroupName: 'others',
    roleAssignments: member(own),
  })),
  'federation.deleteMapping': from(mapping),
  'federation.createProvider': from(({ federationSettingsId }) => ({
    federationSettingsId,
    idpType: 'WORKLOAD',
    displayName: 'Agents',
    issuerUri: 'https://tokens.example',
    audience: 'atlas',
    authorizationType: 'USER',
    userClaim: 'sub',
  })),
  'federation.updateOidc': provider('workforce', { description: 'Another' }),
  'federation.updateSaml': provider('saml', { ssoDebugEnabled: true }),
  'federation.deleteProvider': from(async (own) => ({
    ...(await named(own, 'workload')),
    oktaIdpId: null,
  })),
  'federation.revokeKeys': from(async (own) => ({
    ...(await named(own, 'workforce')),
    orgId: own.orgId,
  })),
}
