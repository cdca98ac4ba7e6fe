import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Client, startClient } from './testing'

let client: Client
beforeAll(async () => {
  client = await startClient()
})
afterAll(() => client.atlas.close())
afterEach(() => client.control('DELETE', 'fault'))

let made = 0
async function ownList() {
  made += 1
  const { groupId } = await client.control('POST', 'projects', { name: `own-${made}` })
  return { groupId, list: `/api/atlas/v2/groups/${groupId}/accessList` }
}
const office = [{ ipAddress: '198.51.100.9', comment: 'office' }]
const count = async (list: string) => (await client.json('GET', list)).totalCount

/** The answer of a POST, or no status. With `silent`, it gives up soon: no answer is expected. */
async function post(list: string, { silent = false, body = office as unknown } = {}) {
  try {
    const signal = AbortSignal.timeout(silent ? 600 : 20_000)
    const answer = await client.call('POST', list, body, { signal })
    const text = await answer.text()
    return { status: answer.status, type: answer.headers.get('content-type'), text }
  } catch {
    return { status: undefined }
  }
}

test.each([
  // kind, status seen, entries afterwards
  ['status', { kind: 'status', status: 503, retryAfter: 2 }, 503, 0],
  ['latency', { kind: 'latency', ms: 20 }, 201, 1],
  ['timeout-before', { kind: 'timeout-before' }, undefined, 0],
  ['timeout-after', { kind: 'timeout-after' }, undefined, 1],
  ['500-after', { kind: '500-after' }, 500, 1],
  ['html-502', { kind: 'html-502' }, 502, 0],
  ['malformed-json', { kind: 'malformed-json' }, 201, 1],
  ['truncated', { kind: 'truncated' }, undefined, 1],
  ['wrong-type', { kind: 'wrong-type' }, 201, 1],
  ['hang-up', { kind: 'hang-up' }, undefined, 0],
  ['reset-after', { kind: 'reset-after' }, undefined, 1],
])(
  '%s set at the control endpoint affects the next call once',
  async (_, fault, status, entries) => {
    const { groupId, list } = await ownList()
    const match = { groupId, operationId: 'createGroupAccessListEntry' }
    await client.control('POST', 'fault', { match, times: 1, fault })
    const seen = await post(list, { silent: status === undefined })
    expect(seen.status).toBe(status)
    if (fault.kind === 'malformed-json') expect(() => JSON.parse(seen.text ?? '')).toThrow()
    if (fault.kind === 'wrong-type') expect(seen.type).toBe('text/plain')
    if (fault.kind === 'html-502') expect(seen.type).toBe('text/html')
    await expect.poll(() => count(list)).toBe(entries)
    expect((await post(list)).status).toBe(201)
  },
)

test('the call log shows which calls were never answered', async () => {
  const { groupId, list } = await ownList()
  const match = { groupId, method: 'post' }
  await client.control('POST', 'fault', { match, fault: { kind: 'timeout-after' } })
  await post(list, { silent: true })
  await expect.poll(() => count(list)).toBe(1)
  await post(list)
  const { calls } = await client.control('GET', `calls?groupId=${groupId}&method=POST`)
  expect(calls).toMatchObject([
    { status: null, answered: false, operationId: 'createGroupAccessListEntry' },
    { status: 201, answered: true, body: JSON.stringify(office) },
  ])
})

test('a fault affects the given number of calls, and only matching ones', async () => {
  const { groupId, list } = await ownList()
  const fault = { kind: 'status', status: 500, errorCode: 'OUT_OF_ORDER' }
  await client.control('POST', 'fault', {
    match: { groupId, pathIncludes: 'accessList' },
    times: 2,
    fault,
  })
  const other = await ownList()
  expect(await count(other.list)).toBe(0)
  expect(await client.json('GET', list)).toMatchObject({ errorCode: 'OUT_OF_ORDER' })
  expect(await client.json('GET', list)).toMatchObject({ error: 500 })
  expect(await count(list)).toBe(0)
})

test('a header sets a fault for its own call', async () => {
  const { list } = await ownList()
  const seen = await client.call('GET', list, undefined, {
    headers: { 'x-sandbox-fault': 'status:429:9' },
  })
  expect([seen.status, seen.headers.get('retry-after')]).toEqual([429, '9'])
})

test.each([
  ['sandbox: slow down', 429, 0],
  ['sandbox: fail', 500, 0],
  ['please sandbox: forbid', 403, 0],
  ['Sandbox: no answer', undefined, 1],
])('typing "%s" as a comment answers %s', async (comment, status, entries) => {
  const { list } = await ownList()
  const body = [{ ipAddress: '198.51.100.9', comment }]
  const seen = await post(list, { silent: status === undefined, body })
  expect(seen.status).toBe(status)
  await expect.poll(() => count(list)).toBe(entries)
})

test('an unknown kind of fault is refused with a message', async () => {
  const answer = await client.control('POST', 'fault', { fault: { kind: 'earthquake' } })
  expect(String(answer.error)).toContain('kind')
})

test('faults with one match are cleared without the others', async () => {
  const [mine, other] = [{ pathIncludes: '/mine' }, { pathIncludes: '/other' }]
  for (const match of [mine, other])
    await client.control('POST', 'fault', { match, fault: { kind: 'status' } })
  const { waiting } = await client.control('DELETE', 'fault', { match: mine })
  expect(waiting).toMatchObject([{ match: other }])
  expect((await client.control('DELETE', 'fault')).waiting).toEqual([])
})
