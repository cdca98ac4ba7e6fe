import { describe, expect, test } from 'vitest'
import {
  getConnectedOrg,
  listConnectedOrgs,
  removeConnectedOrg,
  updateConnectedOrg,
} from '@/lib/ops/connected-orgs'
import { previewOp } from '@/lib/ops/console'
import { findFederation } from '@/lib/ops/federation'
import { personAs } from '@/scripts/testing/console'
import { run } from './run'
import { answer, ownFederation, refusal } from './testing/federation'
import { byRequest } from './testing/requests'
import { startConsole } from './testing/start'

const gatehouse = await startConsole()

const patch = 'updateFederationSettingConnectedOrgConfig'

describe('finding', () => {
  test('an organization names its federation', async () => {
    const { orgId, federationSettingsId } = await ownFederation(gatehouse)
    expect(await answer(findFederation, { orgId }, 'viewer')).toMatchObject({
      id: federationSettingsId,
      identityProviderStatus: 'ACTIVE',
    })
  })

  test.each([
    ['a 404', 'none'],
    ['an object without an id', 'empty'],
  ])('no federation, said with %s, is an answer', async (_, federation) => {
    const made: unknown = await gatehouse.control('POST', 'fill', {
      area: 'federation',
      federation,
    })
    const orgId = findOrgId(made)
    expect(await answer(findFederation, { orgId }, 'viewer')).not.toHaveProperty('id')
  })

  test('an outsider finds neither organization nor federation', async () => {
    const { orgId, place } = await ownFederation(gatehouse)
    expect(await refusal(findFederation, { orgId }, 'outsider')).toMatchObject({
      kind: 'not-found',
    })
    expect(await refusal(getConnectedOrg, place, 'outsider')).toMatchObject({ kind: 'not-found' })
  })

  test('people with a role in one of its organizations see all of them', async () => {
    const { federationSettingsId, orgs, outsiders } = await ownFederation(gatehouse, {
      orgs: 2,
      outsiders: 1,
    })
    const scope = { org: orgs[1]?.orgId ?? '' }
    const person = personAs('viewer', {
      bindings: [{ group: 'gatehouse-viewers', role: 'viewer', scope }],
    })
    const { data } = await run(listConnectedOrgs, { federationSettingsId }, person)
    expect(listConnectedOrgs.output.parse(data).results.map((o) => o.orgId)).toEqual([
      ...orgs.map((o) => o.orgId),
      ...outsiders,
    ])
    const other = { federationSettingsId, orgId: orgs[0]?.orgId }
    await expect(run(getConnectedOrg, other, person)).rejects.toThrow()
  })
})

const findOrgId = (made: unknown): string => {
  const [found] = /[a-f0-9]{24}/.exec(JSON.stringify(made)) ?? []
  return found ?? ''
}

describe('changing a connected organization', () => {
  test('everything that was read is sent with the change, except what only Atlas writes', async () => {
    const own = await ownFederation(gatehouse, {
      mappings: 3,
      conflicts: 2,
      undocumented: { scimEnabled: true },
    })
    const before = await own.org()
    const opened = await own.opened()
    await answer(updateConnectedOrg, {
      ...own.place,
      opened,
      changes: { domainAllowList: ['Added.Example'] },
    })
    const [body] = await own.sent(patch)
    expect(body).toEqual({
      identityProviderId: own.providers.saml.oktaIdpId,
      dataAccessIdentityProviderIds: [own.providers.workforce.id],
      domainAllowList: ['Added.Example'],
      domainRestrictionEnabled: true,
      postAuthRoleGrants: ['ORG_MEMBER'],
      scimEnabled: true,
      roleMappings: (before.roleMappings ?? []).map(({ id: _, ...mapping }) => mapping),
    })
    expect(await own.org()).toEqual({ ...before, domainAllowList: ['Added.Example'] })
  })

  test('a change made elsewhere stops it, and nothing is sent', async () => {
    const own = await ownFederation(gatehouse)
    const opened = await own.opened()
    await own.changeElsewhere({ postAuthRoleGrants: ['ORG_READ_ONLY'] })
    const input = { ...own.place, opened, changes: { domainAllowList: ['a.example'] } }
    expect(await refusal(updateConnectedOrg, input)).toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('Someone changed'),
    })
    expect(await own.sent(patch)).toEqual([])
  })

  test('another order of a list or other conflicts are not a change', async () => {
    const own = await ownFederation(gatehouse)
    await own.changeElsewhere({ domainAllowList: ['a.example', 'b.example'] })
    const opened = await own.opened()
    await own.changeElsewhere({ domainAllowList: ['b.example', 'a.example'], userConflicts: [] })
    const changes = { postAuthRoleGrants: ['ORG_READ_ONLY'] }
    await answer(updateConnectedOrg, { ...own.place, opened, changes })
    expect(await own.org()).toMatchObject(changes)
  })

  test('nulls from Atlas are accepted and sent back as the value they stand for', async () => {
    const own = await ownFederation(gatehouse)
    const opened = {
      ...(await own.opened()),
      userConflicts: null,
      identityProviderId: own.providers.saml.oktaIdpId,
    }
    const changes = { identityProviderId: null }
    await answer(updateConnectedOrg, { ...own.place, opened, changes })
    const disconnected = await own.opened()
    expect(disconnected).toMatchObject({ identityProviderId: null })
    await answer(updateConnectedOrg, {
      ...own.place,
      opened: {
        ...disconnected,
        dataAccessIdentityProviderIds: [own.providers.workforce.id, null],
      },
      changes: { domainAllowList: ['a.example'] },
    })
    const [, body] = await own.sent(patch)
    expect(body).toMatchObject({
      identityProviderId: null,
      dataAccessIdentityProviderIds: [own.providers.workforce.id],
    })
    expect(body).not.toHaveProperty('userConflicts')
  })

  test.each<[string, object, string, string]>([
    ['no way to sign in', { identityProviderId: null }, 'disconnect', 'can no longer sign in'],
    [
      'no way to the data',
      { dataAccessIdentityProviderIds: [] },
      'disconnect',
      'can no longer connect',
    ],
    ['no domain', { domainAllowList: [] }, 'no domain', 'nobody can join'],
  ])(
    'leaving %s needs a typed phrase and says what follows',
    async (_, changes, phrase, sentence) => {
      const own = await ownFederation(gatehouse)
      const input = { ...own.place, opened: await own.opened(), changes }
      const { data } = await run(
        previewOp,
        { op: updateConnectedOrg.id, input },
        personAs('operator'),
      )
      expect(previewOp.output.parse(data).friction).toMatchObject({
        level: 'type',
        phrase,
        because: expect.stringMatching(new RegExp(sentence, 'i')),
      })
    },
  )

  test('nothing is sent while nothing has changed', async () => {
    const own = await ownFederation(gatehouse)
    const failure = await refusal(updateConnectedOrg, {
      ...own.place,
      opened: await own.opened(),
      changes: {},
    })
    expect(failure.fields).toEqual({ '': expect.stringMatching(/^Nothing/) })
  })

  test.each<[string, object]>([
    ['owner roles for everyone', { postAuthRoleGrants: ['ORG_OWNER'] }],
    ['no domain restriction', { domainRestrictionEnabled: false }],
    ['another provider to sign in through', { identityProviderId: '0oa1b2c3d4E5F6G7h8i9' }],
  ])('%s needs a second person', async (_, changes) => {
    const own = await ownFederation(gatehouse)
    const input = { ...own.place, opened: await own.opened(), changes }
    expect(await refusal(updateConnectedOrg, input)).toMatchObject({ kind: 'needs-approval' })
    expect(await own.sent(patch)).toEqual([])
  })

  test('names in its messages come from Atlas, never from the input', async () => {
    const own = await ownFederation(gatehouse)
    const { oktaIdpId = '' } = own.providers.saml
    const input = {
      ...own.place,
      opened: await own.opened(),
      changes: { identityProviderId: null },
    }
    const asked = { op: updateConnectedOrg.id, input }
    const { data } = await run(previewOp, asked, personAs('operator'))
    const { summary: says, impact: tells } = previewOp.output.parse(data)
    expect(says).toContain(`${own.name} (${own.orgId})`)
    expect(tells.join()).toMatch(new RegExp(`${oktaIdpId} is “.+”`))
    const named = { ...input, names: { [own.orgId]: 'Somewhere harmless' } }
    expect(await refusal(updateConnectedOrg, named)).toMatchObject({ kind: 'invalid' })
  })

  test('a change can be undone', async () => {
    const own = await ownFederation(gatehouse, { mappings: 2 })
    const before = await own.org()
    const input = updateConnectedOrg.input.parse({
      ...own.place,
      opened: await own.opened(),
      changes: { identityProviderId: null, domainAllowList: [] },
    })
    await answer(updateConnectedOrg, input)
    const undo = updateConnectedOrg.undo?.(input)
    expect(undo).toMatchObject({ id: updateConnectedOrg.id })
    // Whoever runs the provider can sign in as anybody, so connecting it again takes two.
    const back = updateConnectedOrg.input.parse(undo?.input)
    expect((await byRequest(updateConnectedOrg.id, back)).request.how).toBe('done')
    expect(await own.org()).toEqual(before)
  })

  test.each<[object, string, string]>([
    [{ domainAllowList: ['not a domain'] }, 'changes.domainAllowList.0', 'Enter a domain'],
    [{ domainAllowList: ['a.example', 'A.example'] }, 'changes.domainAllowList', 'twice'],
    [{ identityProviderId: 'a'.repeat(24) }, 'changes.identityProviderId', 'legacy ID'],
    [{ postAuthRoleGrants: ['GROUP_OWNER'] }, 'changes.postAuthRoleGrants.0', 'Choose a role'],
  ])(
    'input number %# is refused with a sentence at its field',
    async (changes, field, sentence) => {
      const own = await ownFederation(gatehouse)
      const failure = await refusal(updateConnectedOrg, {
        ...own.place,
        opened: await own.opened(),
        changes,
      })
      expect(failure).toMatchObject({ kind: 'invalid' })
      expect(failure.fields?.[field]).toContain(sentence)
    },
  )
})

describe('disconnecting an organization', () => {
  test('one of two is disconnected; the last one is refused', async () => {
    const own = await ownFederation(gatehouse, { orgs: 2 })
    const { federationSettingsId } = own.place
    const second = { federationSettingsId, orgId: own.orgs[1]?.orgId }
    await answer(removeConnectedOrg, second)
    expect(await refusal(getConnectedOrg, second)).toMatchObject({ kind: 'not-found' })
    expect(await refusal(removeConnectedOrg, own.place)).toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('the only connected organization'),
    })
    expect(await own.sent('removeFederationSettingConnectedOrgConfig')).toHaveLength(1)
  })
})
