import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { canonical } from './address'
import { type Client, startClient } from './testing'
import { projectIdOf } from './world/projects'

let client: Client
beforeAll(async () => {
  client = await startClient()
})
afterAll(() => client.atlas.close())
afterEach(async () => {
  vi.useRealTimers()
  await client.signIn()
  await client.control('POST', 'switch', { overlap: '409', codes: 'live' })
})

const pathOf = (groupId: string) => `/api/atlas/v2/groups/${groupId}/accessList`
let made = 0
/** A project of the test's own. */
async function ownList(more: object = {}) {
  made += 1
  const { groupId } = await client.control('POST', 'projects', { name: `own-${made}`, ...more })
  return pathOf(groupId)
}
const inDays = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString()

test('the lists hold 40, 1, 230 and no entries', async () => {
  const count = async (name: string) =>
    (await client.json('GET', `${pathOf(projectIdOf(name))}?itemsPerPage=1`)).totalCount
  const names = ['payments-prod', 'payments-staging', 'search-platform', 'streams-eu']
  expect(await Promise.all(names.map(count))).toEqual([40, 1, 230, 0])
})

test('an added address answers 201 with the whole list and both spellings', async () => {
  const list = await ownList()
  const answer = await client.call('POST', list, [
    { ipAddress: '198.51.100.9', comment: 'office' },
    { cidrBlock: '203.0.113.0/28' },
    { ipAddress: '2001:DB8:0:0::5' },
  ])
  expect(answer.status).toBe(201)
  expect(await answer.json()).toMatchObject({
    totalCount: 3,
    results: [
      { cidrBlock: '198.51.100.9/32', ipAddress: '198.51.100.9', comment: 'office' },
      { cidrBlock: '203.0.113.0/28' },
      { cidrBlock: '2001:db8::5/128', ipAddress: '2001:db8::5' },
    ],
  })
  await client.control('POST', 'switch', { codes: 'spec' })
  expect((await client.call('POST', list, [{ cidrBlock: '192.0.2.0/24' }])).status).toBe(200)
})

test('an entry is found and removed by block or by plain address', async () => {
  const list = await ownList()
  await client.call('POST', list, [
    { ipAddress: '198.51.100.9' },
    { cidrBlock: '198.51.100.10/32' },
  ])
  expect(await client.json('GET', `${list}/198.51.100.9`)).toMatchObject({
    ipAddress: '198.51.100.9',
  })
  const byBlock = `${list}/${encodeURIComponent('198.51.100.9/32')}`
  expect((await client.call('DELETE', byBlock)).status).toBe(204)
  expect((await client.call('DELETE', `${list}/198.51.100.10`)).status).toBe(204)
  expect(await client.json('DELETE', byBlock)).toMatchObject({
    error: 404,
    errorCode: 'ATLAS_NETWORK_PERMISSION_ENTRY_NOT_FOUND',
    parameters: ['198.51.100.9/32', expect.any(String)],
  })
})

test('a new entry is pending for a few seconds of the sandbox clock', async () => {
  const list = await ownList()
  await client.call('POST', list, [{ ipAddress: '198.51.100.9' }])
  const status = async () => (await client.json('GET', `${list}/198.51.100.9/status`)).STATUS
  expect(await status()).toBe('PENDING')
  await client.control('POST', 'clock', { advanceSeconds: 10 })
  expect(await status()).toBe('ACTIVE')
  const refused = `${pathOf(projectIdOf('payments-prod'))}/${encodeURIComponent('192.0.2.64/27')}`
  expect((await client.json('GET', `${refused}/status`)).STATUS).toBe('FAILED')
})

test('an entry expires by the real clock, with an event', async () => {
  const list = await ownList()
  await client.call('POST', list, [{ ipAddress: '198.51.100.9', deleteAfterDate: inDays(1) }])
  await client.control('POST', 'clock', { advanceSeconds: 2 * 86_400 })
  expect((await client.json('GET', list)).totalCount).toBe(1)
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 1.1 * 86_400_000 })
  await client.signIn()
  expect((await client.json('GET', list)).totalCount).toBe(0)
  const events = await client.json('GET', list.replace('accessList', 'events'))
  expect(events.results[0]).toMatchObject({
    eventTypeName: 'NETWORK_PERMISSION_ENTRY_REMOVED',
    whitelistEntry: '198.51.100.9/32',
  })
})

test('concurrent adds to one project: one is applied, the others are refused', async () => {
  const list = await ownList()
  const add = (n: number) => client.call('POST', list, [{ ipAddress: `198.51.100.${n}` }])
  const statuses = (await Promise.all([1, 2, 3, 4].map(add))).map((r) => r.status)
  expect(statuses.sort()).toEqual([201, 409, 409, 409])
  expect((await client.json('GET', list)).totalCount).toBe(1)
  const elsewhere = await ownList()
  const both = await Promise.all([
    add(9),
    client.call('POST', elsewhere, [{ ipAddress: '192.0.2.1' }]),
  ])
  expect(both.map((r) => r.status)).toEqual([201, 201])
})

test('with the overlap switch, a concurrent add answers 500 and may still be applied', async () => {
  await client.control('POST', 'switch', { overlap: '500-applied' })
  const list = await ownList()
  const add = (n: number) => client.call('POST', list, [{ ipAddress: `198.51.100.${n}` }])
  const statuses = (await Promise.all([1, 2].map(add))).map((r) => r.status)
  expect(statuses.sort()).toEqual([201, 500])
  expect((await client.json('GET', list)).totalCount).toBe(2)
})

const long = 'x'.repeat(81)
test.each<[string, object, string]>([
  ['no address', { comment: 'nobody' }, 'VALIDATION_ERROR'],
  ['two addresses', { ipAddress: '192.0.2.1', cidrBlock: '192.0.2.0/24' }, 'VALIDATION_ERROR'],
  ['an invalid block', { cidrBlock: '192.0.2.0/33' }, 'INVALID_IP_ADDRESS_OR_CIDR_NOTATION'],
  ['a block as address', { ipAddress: '192.0.2.0/24' }, 'INVALID_IP_ADDRESS_OR_CIDR_NOTATION'],
  ['a host name', { ipAddress: 'db.example' }, 'INVALID_IP_ADDRESS_OR_CIDR_NOTATION'],
  ['a long comment', { ipAddress: '192.0.2.1', comment: long }, 'VALIDATION_ERROR'],
  [
    'an expiry in the past',
    { ipAddress: '192.0.2.1', deleteAfterDate: inDays(-1) },
    'VALIDATION_ERROR',
  ],
  [
    'an expiry after 8 days',
    { ipAddress: '192.0.2.1', deleteAfterDate: inDays(8) },
    'VALIDATION_ERROR',
  ],
  ['an unknown field', { ipAddress: '192.0.2.1', note: 'x' }, 'INVALID_ATTRIBUTE'],
])('%s is refused, and the error names the field', async (_, entry, errorCode) => {
  const answer = await client.json('POST', pathOf(projectIdOf('streams-eu')), [entry])
  expect(answer).toMatchObject({ error: 400, errorCode })
  expect(answer.badRequestDetail?.fields.length).toBeGreaterThan(0)
})

test('a security group needs peering and cannot expire', async () => {
  const group = { awsSecurityGroup: 'sg-0a1b2c3d4e5f60718' }
  expect(await client.json('POST', await ownList(), [group])).toMatchObject({
    errorCode: 'CANNOT_USE_AWS_SECURITY_GROUP_WITHOUT_VPC_PEERING_CONNECTION',
  })
  const peered = await ownList({ peering: true })
  const ending = { ...group, deleteAfterDate: inDays(1) }
  expect((await client.call('POST', peered, [ending])).status).toBe(400)
  expect((await client.call('POST', peered, [group])).status).toBe(201)
})

test.each([
  ['203.0.113.7', '203.0.113.7/32'],
  ['203.0.113.0/24', '203.0.113.0/24'],
  ['2001:DB8::0:1', '2001:db8::1/128'],
  ['::/0', '::/0'],
  ['1.2.3', undefined],
  ['010.0.0.1/8/2', undefined],
])('%s is understood as %s', (text, block) => {
  expect(canonical(text)).toBe(block)
})
