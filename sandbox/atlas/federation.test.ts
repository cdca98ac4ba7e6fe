import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { startClient } from './testing'
import { filled, org, provider } from './testing-federation'
import { contoso, fabrikam, northwind } from './world/orgs'
import { projectIdOf } from './world/projects'

const client = await startClient()
afterAll(() => client.atlas.close())

const api = '/api/atlas/v2'
const ask = async (method: string, path: string, body?: unknown) => {
  const answer = await client.call(method, `/api/atlas/v2${path}`, body)
  const text = await answer.text()
  const value: unknown = text === '' ? undefined : JSON.parse(text)
  return { status: answer.status, value }
}
const own = async (more: object = {}) => {
  const made = filled.parse(await client.control('POST', 'fill', { area: 'federation', ...more }))
  const at = `/federationSettings/${made.federationSettingsId}`
  return { ...made, at, org: `${at}/connectedOrgConfigs/${made.orgs[0]?.orgId}` }
}
const configuration = async (path: string) => org.parse((await ask('GET', path)).value)

test('the settings of an organization name its federation and provider', async () => {
  const found = await ask('GET', `/orgs/${northwind.id}/federationSettings`)
  expect(found).toMatchObject({
    status: 200,
    value: {
      federatedDomains: ['northwind.example', 'northwind-ops.example'],
      hasRoleMappings: true,
      identityProviderStatus: 'ACTIVE',
    },
  })
  const other = await ask('GET', `/orgs/${contoso.id}/federationSettings`)
  expect(other.value).toMatchObject({ identityProviderStatus: 'INACTIVE' })
  const alone = await ask('GET', `/orgs/${fabrikam.id}/federationSettings`)
  expect(alone.value).toMatchObject({ identityProviderId: null, hasRoleMappings: false })
})

test('without a federation Atlas answers 404, or an object without an id', async () => {
  const made = z.looseObject({ orgs: z.array(z.looseObject({ orgId: z.string() })) })
  const fill = async (federation: string) => {
    const answer = await client.control('POST', 'fill', { area: 'federation', federation })
    return made.parse(answer).orgs[0]?.orgId
  }
  const none = await ask('GET', `/orgs/${await fill('none')}/federationSettings`)
  expect(none).toMatchObject({ status: 404 })
  const empty = await ask('GET', `/orgs/${await fill('empty')}/federationSettings`)
  expect(empty).toMatchObject({ status: 200, value: { federatedDomains: [] } })
  expect(empty.value).not.toHaveProperty('id')
})

test('the demo data has a provider of every kind, and the list shows only SAML by default', async () => {
  const settings = z
    .looseObject({ id: z.string() })
    .parse((await ask('GET', `/orgs/${northwind.id}/federationSettings`)).value)
  const list = async (query: string) => {
    const { value } = await ask(
      'GET',
      `/federationSettings/${settings.id}/identityProviders${query}`,
    )
    return z.looseObject({ results: z.array(provider) }).parse(value).results
  }
  expect((await list('')).map((p) => p.protocol)).toEqual(['SAML', 'SAML'])
  const all = await list('?protocol=SAML&protocol=OIDC&idpType=WORKFORCE&idpType=WORKLOAD')
  expect(all).toHaveLength(4)
  expect(all.map((p) => p.associatedOrgs.length)).toEqual([1, 1, 2, 0])
  expect(
    await ask('GET', `/federationSettings/${settings.id}/identityProviders?protocol=LDAP`),
  ).toMatchObject({ status: 400 })
})

test('metadata is XML and available only by the legacy id', async () => {
  const { at, providers } = await own()
  const xml = await client.call(
    'GET',
    `${api}${at}/identityProviders/${providers.saml?.oktaIdpId}/metadata.xml`,
  )
  expect(xml.headers.get('content-type')).toContain('application/xml')
  expect(await xml.text()).toContain('<md:EntityDescriptor')
  expect(
    await ask('GET', `${at}/identityProviders/${providers.saml?.id}/metadata.xml`),
  ).toMatchObject({ status: 400 })
})

test('a change of a connected organization removes what it omits', async () => {
  const { org: path, providers } = await own({ mappings: 3 })
  const before = await configuration(path)
  expect(before).toMatchObject({
    identityProviderId: providers.saml?.oktaIdpId,
    domainRestrictionEnabled: true,
  })
  const kept = await ask('PATCH', path, {
    identityProviderId: before.identityProviderId,
    domainAllowList: ['x.example'],
  })
  expect(kept.value).toMatchObject({
    domainRestrictionEnabled: false,
    dataAccessIdentityProviderIds: [],
    postAuthRoleGrants: [],
    roleMappings: before.roleMappings,
  })
  const gone = await ask('PATCH', path, { domainRestrictionEnabled: true })
  expect(gone.value).toMatchObject({ identityProviderId: null, domainAllowList: [] })
})

test('sending everything that was read changes nothing, and mappings keep their ids', async () => {
  const { org: path } = await own({ mappings: 3, undocumented: { scimEnabled: true } })
  const { orgId: _, userConflicts: __, roleMappings, ...rest } = await configuration(path)
  const before = await configuration(path)
  const sent = { ...rest, roleMappings: roleMappings.map(({ id: _, ...mapping }) => mapping) }
  expect(await ask('PATCH', path, sent)).toMatchObject({ status: 200 })
  expect(await configuration(path)).toEqual(before)
  await ask('PATCH', path, { ...sent, scimEnabled: undefined })
  expect(await configuration(path)).toMatchObject({ scimEnabled: null })
})

test.each<[string, object]>([
  ['an unknown field', { identityProvider: 'x' }],
  ['another organization', { orgId: northwind.id }],
  ['an unknown provider', { identityProviderId: '0123456789abcdef0123' }],
  ['a SAML provider for data', { dataAccessIdentityProviderIds: ['0123456789abcdef01234567'] }],
  ['a role of a project after sign-in', { postAuthRoleGrants: ['GROUP_OWNER'] }],
  ['no domain in the allow list', { domainAllowList: ['nothing'] }],
])('a change with %s is refused and changes nothing', async (_, body) => {
  const { org: path } = await own()
  const before = await configuration(path)
  expect(await ask('PATCH', path, body)).toMatchObject({ status: 400 })
  expect(await configuration(path)).toEqual(before)
})

test('without a provider neither mappings nor grants can be changed', async () => {
  const { org: path, orgs } = await own({ mappings: 1 })
  const { roleMappings, postAuthRoleGrants } = await configuration(path)
  const bare = roleMappings.map(({ id: _, ...mapping }) => mapping)
  expect(await ask('PATCH', path, { roleMappings: bare, postAuthRoleGrants })).toMatchObject({
    status: 200,
  })
  expect(await ask('PATCH', path, { roleMappings: [] })).toMatchObject({
    status: 400,
    value: { errorCode: 'ORG_HAS_NO_IDENTITY_PROVIDER' },
  })
  const mapping = {
    externalGroupName: 'late',
    roleAssignments: [{ orgId: orgs[0]?.orgId, role: 'ORG_MEMBER' }],
  }
  expect(await ask('POST', `${path}/roleMappings`, mapping)).toMatchObject({ status: 400 })
})

test('role mappings are created, replaced and deleted; a name is unique', async () => {
  const { org: path, orgs } = await own({ projects: 1 })
  const [mine] = orgs
  const body = {
    externalGroupName: 'team “ü”/..',
    roleAssignments: [
      { orgId: mine?.orgId, role: 'ORG_MEMBER' },
      { groupId: mine?.projects[0], role: 'GROUP_OWNER' },
    ],
  }
  const made = await ask('POST', `${path}/roleMappings`, body)
  expect(made).toMatchObject({ status: 200, value: body })
  const { id } = z.looseObject({ id: z.string() }).parse(made.value)
  expect(await ask('POST', `${path}/roleMappings`, body)).toMatchObject({
    value: { errorCode: 'DUPLICATE_ROLE_MAPPING' },
  })
  const smaller = { ...body, roleAssignments: body.roleAssignments.slice(1) }
  await ask('PUT', `${path}/roleMappings/${id}`, smaller)
  expect((await ask('GET', `${path}/roleMappings/${id}`)).value).toMatchObject(smaller)
  expect(await ask('DELETE', `${path}/roleMappings/${id}`)).toMatchObject({ status: 204 })
  expect(await ask('GET', `${path}/roleMappings/${id}`)).toMatchObject({ status: 404 })
  const foreign = [{ groupId: projectIdOf('payments-prod'), role: 'GROUP_OWNER' }]
  expect(
    await ask('POST', `${path}/roleMappings`, { ...body, roleAssignments: foreign }),
  ).toMatchObject({ status: 400 })
})

test('300 mappings are in one answer', async () => {
  const { org: path, mappings } = await own({ mappings: 300, projects: 3 })
  expect(mappings).toHaveLength(300)
  expect((await configuration(path)).roleMappings).toHaveLength(300)
})

test('a provider that two organizations use cannot be deleted; an unused one can', async () => {
  const { at, providers } = await own({ orgs: 2 })
  expect(await ask('DELETE', `${at}/identityProviders/${providers.workforce?.id}`)).toMatchObject({
    status: 400,
    value: { errorCode: 'IDENTITY_PROVIDER_HAS_CONNECTED_ORGS' },
  })
  const workload = `${at}/identityProviders/${providers.workload?.id}`
  expect(await ask('DELETE', workload)).toMatchObject({ status: 204 })
  expect(await ask('GET', workload)).toMatchObject({ status: 404 })
})

test('an OIDC provider can be created and changed; a SAML one only changed', async () => {
  const { at, providers } = await own()
  const body = {
    protocol: 'OIDC',
    idpType: 'WORKLOAD',
    displayName: 'Agents',
    issuerUri: 'https://issuer.example',
    audience: 'atlas',
    authorizationType: 'USER',
  }
  const made = await ask('POST', `${at}/identityProviders`, body)
  expect(made).toMatchObject({
    status: 200,
    value: { ...body, oktaIdpId: null, associatedOrgs: [], updatedAt: null },
  })
  const { id } = provider.parse(made.value)
  expect(await ask('POST', `${at}/identityProviders`, body)).toMatchObject({ status: 400 })
  expect(await ask('PATCH', `${at}/identityProviders/${id}`, { audience: 'other' })).toMatchObject({
    status: 200,
    value: { audience: 'other', displayName: 'Agents' },
  })
  expect(await ask('POST', `${at}/identityProviders`, { ...body, protocol: 'SAML' })).toMatchObject(
    { status: 400 },
  )
  const inactive = `${at}/identityProviders/${providers.inactive?.id}`
  expect(await ask('PATCH', inactive, { ssoDebugEnabled: false, status: 'ACTIVE' })).toMatchObject({
    value: { errorCode: 'IDENTITY_PROVIDER_HAS_NO_VALID_CERTIFICATE' },
  })
  expect(await ask('PATCH', inactive, { ssoDebugEnabled: true, displayName: 'X' })).toMatchObject({
    value: { displayName: 'X', ssoDebugEnabled: true },
  })
  expect(
    await ask('PATCH', inactive, { ssoDebugEnabled: true, associatedDomains: ['no.example'] }),
  ).toMatchObject({ value: { errorCode: 'DOMAIN_NOT_VERIFIED' } })
})

test('revoking keys appears only in the events of every connected organization', async () => {
  const { at, providers, orgs } = await own({ orgs: 2 })
  const path = `${at}/identityProviders/${providers.workforce?.id}`
  const before = await ask('GET', path)
  expect(await ask('DELETE', `${path}/jwks`)).toMatchObject({ status: 204 })
  expect(await ask('GET', path)).toEqual(before)
  for (const { orgId } of orgs) {
    const { value } = await ask(
      'GET',
      `/orgs/${orgId}/events?eventType=IDENTITY_PROVIDER_JWKS_REVOKED`,
    )
    expect(value).toMatchObject({ totalCount: 1 })
  }
  const saml = `${at}/identityProviders/${providers.saml?.id}/jwks`
  expect(await ask('DELETE', saml)).toMatchObject({ status: 400 })
})

test('the last organization cannot be disconnected; then the settings can be deleted', async () => {
  const { at, orgs } = await own({ orgs: 2 })
  expect(await ask('DELETE', at)).toMatchObject({
    status: 400,
    value: { errorCode: 'CANNOT_DELETE_FEDERATION_WITH_CONNECTED_ORGS' },
  })
  const of = (n: number) => `${at}/connectedOrgConfigs/${orgs[n]?.orgId}`
  expect(await ask('DELETE', of(1))).toMatchObject({ status: 204 })
  expect(await ask('DELETE', of(0))).toMatchObject({
    value: { errorCode: 'CANNOT_REMOVE_LAST_CONNECTED_ORG' },
  })
  expect(await ask('DELETE', at)).toMatchObject({ status: 204 })
  expect(await ask('GET', `${at}/connectedOrgConfigs`)).toMatchObject({ status: 404 })
  expect(await ask('GET', `/orgs/${orgs[0]?.orgId}/federationSettings`)).toMatchObject({
    status: 404,
  })
})

test('an organization of another owner is listed and cannot be read', async () => {
  const { at, outsiders } = await own({ outsiders: 1 })
  const { value } = await ask('GET', `${at}/connectedOrgConfigs`)
  expect(value).toMatchObject({ totalCount: 2 })
  expect(await ask('GET', `${at}/connectedOrgConfigs/${outsiders[0]}`)).toMatchObject({
    status: 403,
  })
})
