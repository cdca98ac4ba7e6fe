import { expect, test } from 'vitest'
import { newId } from '@/lib/format/id'
import { fileRequest } from '@/lib/ops/requests'
import { createSearchIndex } from '@/lib/ops/search'
import { personAs } from '@/scripts/testing/console'
import { checkPhrase, typedIn } from './confirm'
import { run } from './run'
import { audited, refusal } from './testing/acting'
import { withBackups } from './testing/backup'
import { why } from './testing/requests'
import { startConsole } from './testing/start'

const world = await startConsole()

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

const sent = (headers: Record<string, string>) => typedIn(new Headers(headers))

test('the headers are percent-encoded UTF-8', () => {
  expect(sent({ 'gatehouse-confirm': encodeURIComponent('Grüße “x”') })).toBe('Grüße “x”')
  expect(sent({ 'gatehouse-confirm-rows': '12%20snapshots' })).toEqual({ rows: '12 snapshots' })
  expect(() => sent({ 'gatehouse-confirm': '%ff' })).toThrow('Gatehouse-Confirm')
  expect(() => sent({ 'gatehouse-confirm-rows': '%ff' })).toThrow('Gatehouse-Confirm')
})

test('one text for several rows is recorded as that, and never as the phrase of a row', () => {
  const friction = { level: 'type', phrase: 'snapshot-7', because: 'It is lost.' } as const
  const check = (rows: string) => checkPhrase(friction, { rows })
  expect(check('1,200 snapshots')).toEqual({ required: 'type', confirmed: 'rows', rows: 1200 })
  for (const wrong of ['', '1 snapshot', 'snapshot-7', '12', '0 snapshots', 'snapshots'])
    expect(() => check(wrong), wrong).toThrow('snapshot-7')
  expect(() => checkPhrase(friction, '12 snapshots')).toThrow('snapshot-7')
})

test('a confirmation is recorded as required, never as given', () => {
  expect(checkPhrase({ level: 'confirm', because: 'So' }, 'anything')).toEqual({
    required: 'confirm',
  })
})
