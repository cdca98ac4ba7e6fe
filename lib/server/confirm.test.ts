import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '@/lib/format/id'
import { fileRequest } from '@/lib/ops/requests'
import { createSearchIndex } from '@/lib/ops/search'
import { personAs, type TestConsole, testConsole } from '@/scripts/testing/console'
import { checkPhrase, confirmedIn } from './confirm'
import { run } from './run'
import { audited, refusal } from './testing/acting'
import { withBackups } from './testing/backup'
import { why } from './testing/requests'

let world: TestConsole
beforeAll(async () => {
  world = await testConsole()
}, 30_000)
afterAll(() => world.end())

const tags = [{ key: 'environment', value: 'production' }]

test('a phrase that is missing or wrong is refused by the server, and nothing is sent', async () => {
  const { groupId } = await world.project({ clusters: [{ name: 'main' }], tags })
  const input = {
    groupId,
    clusterName: 'main',
    database: 'shop',
    collectionName: 'products',
    name: 'by “name”',
    type: 'search',
    definition: { mappings: { dynamic: true } },
  }
  const send = (confirm: string | undefined, requestId = newId()) =>
    run(createSearchIndex, input, personAs('operator'), { requestId, confirm })
  for (const wrong of [undefined, '', 'by "name"'])
    expect(await refusal(send(wrong))).toMatchObject({
      kind: 'invalid',
      message: expect.stringMatching(/“by “name””.*Gatehouse-Confirm/),
    })
  const trace = newId()
  await send('by “name”', trace)
  const [intent] = await audited(trace)
  expect(intent?.after).toMatchObject({ required: 'type', confirmed: 'phrase' })
  const calls = await world.calls({ groupId, method: 'POST' })
  expect(calls.filter((c) => c.path.includes('search'))).toHaveLength(1)
})

test('a request for a command with a phrase requires the phrase too', async () => {
  const at = await withBackups(world, { tags })
  const input = { ...at.place, snapshotId: at.snapshot('onDemand'), deliveryType: 'download' }
  const asked = { op: 'backup.restore', input, ...why }
  const file = (confirm: string | undefined, requestId = newId()) =>
    run(fileRequest, asked, personAs('operator'), { requestId, confirm })
  expect(await refusal(file(undefined))).toMatchObject({
    kind: 'invalid',
    message: expect.stringContaining('“main”'),
  })
  const trace = newId()
  await file('main', trace)
  expect((await audited(trace))[0]?.after).toMatchObject({ confirmed: 'phrase' })
})

test('the header is percent-encoded UTF-8', () => {
  expect(confirmedIn(encodeURIComponent('Grüße “x”'))).toBe('Grüße “x”')
  expect(() => confirmedIn('%ff')).toThrow('Gatehouse-Confirm')
})

test('a confirmation is recorded as required, never as given', () => {
  expect(checkPhrase({ level: 'confirm', because: 'So' }, 'anything')).toEqual({
    required: 'confirm',
  })
})
