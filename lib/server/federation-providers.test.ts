import { describe, expect, test } from 'vitest'
import { previewOp } from '@/lib/ops/console'
import { deleteProvider, getMetadata, listProviders } from '@/lib/ops/identity-providers'
import { updateOidcProvider, updateSamlProvider } from '@/lib/ops/provider-changes'
import { createProvider } from '@/lib/ops/provider-create'
import { personAs } from '@/scripts/testing/console'
import { run } from './run'
import { answer, ownFederation, refusal } from './testing/federation'
import { byRequest } from './testing/requests'
import { startConsole } from './testing/start'

const gatehouse = await startConsole()

/** Of nobody: made for this test, its key thrown away. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBjTCCATOgAwIBAgIUNMqLBH4/q9sq1FjT6Tz2Tgtj0RswCgYIKoZIzj0EAwIw
GzEZMBcGA1UEAwwQc3NvLnRlc3QuZXhhbXBsZTAgFw0yNjExMjEyMjQxMjhaGA8y
MTI2MTAyODIyNDEyOFowGzEZMBcGA1UEAwwQc3NvLnRlc3QuZXhhbXBsZTBZMBMG
ByqGSM49AgEGCCqGSM49AwEHA0IABPHKCW7HoKlBXDgRz8HeUUoxjq3oa5rAutGz
upK5k5ioUulpSyx13E3VNE98AC6oRCZMhRdjin98VMuEal3WA3GjUzBRMB0GA1Ud
DgQWBBS8rFMN7d/HWJ33plrKlpwl6pGLWzAfBgNVHSMEGDAWgBS8rFMN7d/HWJ33
plrKlpwl6pGLWzAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIDff
W5LKMZbIqalVgKgqDJg8wHZ9VZ9Ho4Vsg80NNA6IAiEAvpO55aTWdGxgflkdmvWu
t3mWHxpKlfQLL4mIp6t4j5g=
-----END CERTIFICATE-----`

const patch = 'updateFederationSettingIdentityProvider'
const workload = {
  idpType: 'WORKLOAD',
  displayName: 'Agents',
  issuerUri: 'https://tokens.example',
  audience: 'atlas',
  authorizationType: 'USER',
  userClaim: 'sub',
}

describe('reading', () => {
  test('providers of every protocol and kind are listed', async () => {
    const { federationSettingsId } = await ownFederation(gatehouse)
    const { results } = listProviders.output.parse(
      await answer(listProviders, { federationSettingsId }, 'viewer'),
    )
    expect(results.map((p) => `${p.protocol} ${p.idpType}`)).toEqual([
      'SAML WORKFORCE',
      'SAML WORKFORCE',
      'OIDC WORKFORCE',
      'OIDC WORKLOAD',
    ])
  })

  test('the metadata are XML, found by the legacy ID', async () => {
    const own = await ownFederation(gatehouse)
    const input = {
      federationSettingsId: own.federationSettingsId,
      identityProviderId: own.providers.saml.oktaIdpId,
    }
    expect(await answer(getMetadata, input, 'viewer')).toMatch(/^<\?xml .*EntityDescriptor/s)
    const longer = { ...input, identityProviderId: own.providers.saml.id }
    expect((await refusal(getMetadata, longer)).fields?.identityProviderId).toMatch(/legacy id/i)
  })
})

describe('an OIDC provider', () => {
  test('is created for applications without the fields for people', async () => {
    const own = await ownFederation(gatehouse)
    const { federationSettingsId } = own
    const made = await answer(createProvider, { federationSettingsId, ...workload })
    expect(made).toMatchObject({ ...workload, protocol: 'OIDC', associatedOrgs: [] })
    expect(await own.sent('createFederationSettingIdentityProvider')).toEqual([
      { protocol: 'OIDC', ...workload },
    ])
  })

  test('is created for people with a client, scopes and domains', async () => {
    const own = await ownFederation(gatehouse)
    const people = {
      ...workload,
      idpType: 'WORKFORCE',
      authorizationType: 'GROUP',
      groupsClaim: 'groups',
      clientId: 'atlas-client',
      requestedScopes: ['openid'],
      associatedDomains: ['own-1.example'],
    }
    const { federationSettingsId } = own
    expect(
      (await refusal(createProvider, { federationSettingsId, ...people, clientId: undefined }))
        .fields,
    ).toMatchObject({ clientId: expect.stringContaining('client ID') })
    expect(
      await refusal(createProvider, {
        federationSettingsId,
        ...people,
        associatedDomains: ['unverified.example'],
      }),
    ).toMatchObject({
      message: expect.stringContaining('verified in this federation'),
      atlas: { errorCode: 'DOMAIN_NOT_VERIFIED' },
    })
  })

  test('is changed by sending everything that was read, and the change is undone', async () => {
    const own = await ownFederation(gatehouse)
    const place = own.providerPlace('workforce')
    const opened = await own.openedProvider('workforce')
    const input = updateOidcProvider.input.parse({
      ...place,
      opened,
      changes: { clientId: 'another', description: 'Why' },
    })
    await answer(updateOidcProvider, input)
    const [body] = await own.sent(patch)
    expect(body).toEqual({ ...opened, clientId: 'another', description: 'Why' })
    const undo = updateOidcProvider.undo?.(input)
    await answer(updateOidcProvider, undo?.input)
    expect(await own.openedProvider('workforce')).toMatchObject({ clientId: opened.clientId })
  })

  test('that was changed elsewhere is not overwritten', async () => {
    const own = await ownFederation(gatehouse)
    const place = own.providerPlace('workload')
    const opened = await own.openedProvider('workload')
    const first = { ...place, opened, changes: { description: 'First' } }
    await answer(updateOidcProvider, first)
    expect(
      await refusal(updateOidcProvider, { ...place, opened, changes: { description: 'Second' } }),
    ).toMatchObject({ kind: 'conflict', message: expect.stringContaining('Someone changed') })
    expect(await own.sent(patch)).toHaveLength(1)
  })

  test('needs approval for another issuer, and a typed name if people can be locked out', async () => {
    const own = await ownFederation(gatehouse)
    const place = own.providerPlace('workforce')
    const opened = await own.openedProvider('workforce')
    const frictionOf = async (changes: object) => {
      const input = { op: updateOidcProvider.id, input: { ...place, opened, changes } }
      const { data } = await run(previewOp, input, personAs('operator'))
      return previewOp.output.parse(data).friction
    }
    expect(await frictionOf({ issuerUri: 'https://other.example' })).toMatchObject({
      level: 'approval',
      phrase: 'Data access',
    })
    expect(await frictionOf({ clientId: 'other' })).toMatchObject({ level: 'type' })
    expect(await frictionOf({ description: 'Words' })).toMatchObject({ level: 'confirm' })
  })
})

describe('a SAML provider', () => {
  test('is turned off by sending everything that was read, except its certificates', async () => {
    const own = await ownFederation(gatehouse)
    const place = own.providerPlace('saml')
    const opened = await own.openedProvider('saml')
    await answer(updateSamlProvider, { ...place, opened, changes: { status: 'INACTIVE' } })
    const { pemFileInfo: _, ...rest } = opened
    expect(await own.sent(patch)).toEqual([{ ...rest, status: 'INACTIVE' }])
    expect(await own.openedProvider('saml')).toMatchObject({
      status: 'INACTIVE',
      pemFileInfo: opened.pemFileInfo,
    })
  })

  test('without a valid certificate can’t be turned on', async () => {
    const own = await ownFederation(gatehouse)
    const input = {
      ...own.providerPlace('inactive'),
      opened: await own.openedProvider('inactive'),
      changes: { status: 'ACTIVE' },
    }
    expect(await refusal(updateSamlProvider, input)).toMatchObject({
      message: expect.stringContaining('no valid certificate'),
    })
  })

  test('takes new certificates, if they are certificates', async () => {
    const own = await ownFederation(gatehouse)
    const place = own.providerPlace('inactive')
    const opened = await own.openedProvider('inactive')
    const change = (content: string) => ({
      ...place,
      opened,
      changes: { pemFileInfo: { fileName: 'new.pem', certificates: [{ content }] } },
    })
    const field = 'changes.pemFileInfo.certificates.0.content'
    expect((await refusal(updateSamlProvider, change('junk'))).fields?.[field]).toContain('Paste')
    const wrong = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'
    const refused = await byRequest(updateSamlProvider.id, change(wrong))
    expect(refused.request.how).toBe('refused')
    expect(refused.effects[0]?.note).toMatch(/certificate/)
    const done = await byRequest(updateSamlProvider.id, change(certificate))
    expect(done.request.how).toBe('done')
    expect(await own.openedProvider('inactive')).toMatchObject({
      pemFileInfo: {
        fileName: 'new.pem',
        certificates: [{ notAfter: expect.stringMatching(/^21/) }],
      },
    })
  })
})

describe('deleting a provider', () => {
  const input = async (
    own: Awaited<ReturnType<typeof ownFederation>>,
    kind: 'saml' | 'workforce' | 'workload',
  ) => ({
    ...own.providerPlace(kind),
    oktaIdpId: own.providers[kind].oktaIdpId ?? null,
    displayName: (await own.openedProvider(kind)).displayName ?? '',
  })

  test('a provider that differs from the one shown is not deleted', async () => {
    const own = await ownFederation(gatehouse)
    const shown = await input(own, 'saml')
    for (const other of [{ oktaIdpId: null }, { displayName: 'Agents' }])
      expect(await refusal(deleteProvider, { ...shown, ...other })).toMatchObject({
        kind: 'conflict',
        message: expect.stringContaining('not the one shown'),
      })
    expect(await own.sent('deleteFederationSettingIdentityProvider')).toEqual([])
  })

  test.each([
    ['saml', 'to sign in'],
    ['workforce', 'to access data'],
  ] as const)(
    '%s is refused with the list of who uses it, even if it is one',
    async (kind, use) => {
      const own = await ownFederation(gatehouse)
      expect(await refusal(deleteProvider, await input(own, kind))).toMatchObject({
        kind: 'conflict',
        message: expect.stringContaining(`organization ${own.orgId} ${use}`),
      })
      expect(await own.sent('deleteFederationSettingIdentityProvider')).toEqual([])
    },
  )

  test('a refusal has a message and Atlas’s code', async () => {
    const own = await ownFederation(gatehouse)
    await own.fault('deleteFederationSettingIdentityProvider', {
      kind: 'status',
      status: 400,
      errorCode: 'IDENTITY_PROVIDER_HAS_CONNECTED_ORGS',
    })
    expect(await refusal(deleteProvider, await input(own, 'workload'))).toMatchObject({
      message: expect.stringContaining('still uses this identity provider'),
      atlas: { errorCode: 'IDENTITY_PROVIDER_HAS_CONNECTED_ORGS' },
    })
  })
})
