import { expect, test } from 'vitest'
import { listConnectedOrgs } from '@/lib/ops/connected-orgs'
import { revokeKeys } from '@/lib/ops/identity-providers'
import { inbox } from '@/lib/ops/inbox'
import { fileRequest, getRequest } from '@/lib/ops/requests'
import type { Role } from '@/lib/ops/roles'
import { personAs } from '@/scripts/testing/console'
import type { Person } from './person'
import { run } from './run'
import { answer, ownFederation } from './testing/federation'
import { startConsole } from './testing/start'

const gatehouse = await startConsole()

/** Holds a role in some organizations and nowhere else. */
const memberOf = (orgIds: readonly string[], role: Role): Person =>
  personAs('outsider', {
    bindings: orgIds.map((org) => ({ group: 'inside', role, scope: { org } })),
  })

test('a person with one organization of a federation sees only which provider the others use', async () => {
  const own = await ownFederation(gatehouse, { orgs: 2 })
  const [mine, theirs] = own.orgs.map(({ orgId }) => orgId)
  const read = async (person: Person) => {
    const { federationSettingsId } = own
    const { data } = await run(listConnectedOrgs, { federationSettingsId }, person)
    return listConnectedOrgs.output.parse(data).results
  }
  const all = await read(personAs('viewer'))
  const some = await read(memberOf([mine ?? ''], 'viewer'))
  expect(some.find(({ orgId }) => orgId === mine)).toEqual(all.find(({ orgId }) => orgId === mine))
  const foreign = some.find(({ orgId }) => orgId === theirs)
  const allowed = ['orgId', 'identityProviderId', 'dataAccessIdentityProviderIds']
  expect(Object.keys(foreign ?? {}).filter((name) => !allowed.includes(name))).toEqual([])
  expect(foreign?.orgId).toBe(theirs)
})

test('a request for two organizations is visible in both, and its approver needs the role in both', async () => {
  const own = await ownFederation(gatehouse, { orgs: 2 })
  const ids = own.orgs.map(({ orgId }) => orgId)
  const input = { ...own.providerPlace('workforce'), orgId: own.orgId, displayName: 'Data access' }
  const asked = { op: revokeKeys.id, input, reason: 'A key of the provider was seen in a log' }
  const { requestId } = fileRequest.output.parse(await answer(fileRequest, asked))
  for (const orgId of ids) {
    const person = memberOf([orgId], 'approver')
    const { data } = await run(inbox, {}, person)
    const { forMe, others } = inbox.output.parse(data)
    expect(forMe.map(({ id }) => id)).not.toContain(requestId)
    expect(others.map(({ id }) => id)).toContain(requestId)
    const card = await run(getRequest, { requestId }, person)
    expect(getRequest.output.parse(card.data).may.approve).toEqual(expect.any(String))
  }
  const { data } = await run(inbox, {}, memberOf(ids, 'approver'))
  expect(inbox.output.parse(data).forMe.map(({ id }) => id)).toContain(requestId)
})
