import { expect, test } from 'vitest'
import { allowAddresses, listAccess, removeAddress } from '@/lib/ops/access-list'
import { updateOidcProvider } from '@/lib/ops/provider-changes'
import { as, refusal } from './testing/acting'
import { answer, ownFederation, refusal as refused } from './testing/federation'
import { startConsole } from './testing/start'

const world = await startConsole()
const spoiled = (match: Record<string, string>, times: number) =>
  world.fault({ match, fault: { kind: 'latin1' }, times })

test('text that is not UTF-8 is shown, and not written back', async () => {
  const { groupId } = await world.project()
  const entry = { address: '203.0.113.8/32', comment: 'Büro' }
  await as('operator', allowAddresses, { groupId, entries: [entry] })
  await spoiled({ groupId, method: 'GET' }, 1)
  const { data, garbled } = await as('viewer', listAccess, { groupId })
  const [row] = listAccess.output.parse(data).results
  expect([row?.comment, garbled]).toEqual(['B\ufffdro', true])

  const shown = { ...entry, address: '203.0.113.9/32', comment: row?.comment }
  expect(
    await refusal(as('operator', allowAddresses, { groupId, entries: [shown] })),
  ).toMatchObject({
    kind: 'invalid',
    fields: { 'entries.0.comment': expect.stringContaining('�') },
  })
  expect(await world.calls({ groupId, method: 'POST' })).toHaveLength(1)
  // What takes access away goes on.
  await as('operator', removeAddress, { groupId, entryValue: entry.address })
})

test('a change is not computed from text that is not UTF-8', async () => {
  const own = await ownFederation(world)
  const place = own.providerPlace('workforce')
  const patch = 'updateFederationSettingIdentityProvider'
  const opened = await own.openedProvider('workforce')
  const named = { ...place, opened, changes: { description: 'Büro' } }
  await answer(updateOidcProvider, named)
  await spoiled({ pathIncludes: own.federationSettingsId, method: 'GET' }, 20)
  const seen = { ...(await own.openedProvider('workforce')), description: 'B\ufffdro' }
  expect(
    await refused(updateOidcProvider, { ...place, opened: seen, changes: { clientId: 'another' } }),
  ).toMatchObject({ kind: 'invalid', message: expect.stringContaining('�') })
  expect(await own.sent(patch)).toHaveLength(1)
})
