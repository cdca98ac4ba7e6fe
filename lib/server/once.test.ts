import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { append } from '@/lib/audit/append'
import { recorded } from '@/lib/audit/entry'
import { entries } from '@/lib/audit/read'
import { newId } from '@/lib/format/id'
import { allowAddresses, removeAddress } from '@/lib/ops/access-list'
import { createOrgApiKey } from '@/lib/ops/org-api-keys'
import { fileRequest } from '@/lib/ops/requests'
import { personAs } from '@/scripts/testing/console'
import { cutCommands, settleCutCommands } from './cut-command'
import { sql } from './database'
import { idempotencyKey, once } from './once'
import type { Person } from './person'
import { run } from './run'
import { settleIntent } from './settle-intent'
import { targetOf } from './target'
import { audited, refusal } from './testing/acting'
import { why } from './testing/requests'
import { startConsole } from './testing/start'

const world = await startConsole()
let operator: Person
beforeAll(async () => {
  operator = personAs('operator')
}, 30_000)

let host = 1
const newEntry = async () => {
  const { groupId } = await world.project()
  host += 1
  return { groupId, entries: [{ address: `203.0.113.${host}/32`, comment: 'A test' }] }
}
const allow = (input: unknown, key?: string, who = operator) =>
  run(allowAddresses, input, who, { requestId: newId(), key })
const posts = async (groupId: string) =>
  (await world.calls({ groupId, method: 'POST' })).filter((c) => c.path.includes('accessList'))
const wide = (groupId: string) => ({
  op: 'access.allow',
  input: { groupId, entries: [{ address: '203.0.0.0/8', comment: 'Whole network' }] },
  ...why,
})
const file = async (input: unknown, key?: string) => {
  const { data } = await run(fileRequest, input, operator, { requestId: newId(), key })
  return fileRequest.output.parse(data).requestId
}

test('W5: simultaneous and later calls with one key run once and get the same answer', async () => {
  const input = await newEntry()
  const key = randomUUID()
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => allow(input, key)))
  answers.push(await allow(input, key))
  expect(new Set(answers.map((a) => JSON.stringify(a))).size).toBe(1)
  expect(await posts(input.groupId)).toHaveLength(1)
})

test('a key belongs to a person and an operation', async () => {
  const input = await newEntry()
  const key = randomUUID()
  await allow(input, key)
  await allow(input, key, personAs('operator', { sub: 'somebody else' }))
  const gone = { groupId: input.groupId, entryValue: input.entries[0]?.address }
  await run(removeAddress, gone, operator, { requestId: newId(), key })
  expect(await posts(input.groupId)).toHaveLength(2)
})

test('a key is refused for another input', async () => {
  const key = randomUUID()
  await allow(await newEntry(), key)
  expect(await refusal(allow(await newEntry(), key))).toMatchObject({
    kind: 'conflict',
    message: expect.stringContaining('Idempotency-Key'),
  })
})

test('a refusal by Atlas is answered again without another call, a temporary failure is not', async () => {
  const input = await newEntry()
  const operationId = 'createGroupAccessListEntry'
  const match = { operationId, pathIncludes: input.groupId }
  const key = randomUUID()
  await world.fault({ match, fault: { kind: 'status', status: 429 } })
  expect((await refusal(allow(input, key))).kind).toBe('slow-down')
  await world.fault({ match, fault: { kind: 'status', status: 409, errorCode: 'ODD' } })
  const first = await refusal(allow(input, key))
  expect(first.atlas?.errorCode).toBe('ODD')
  expect(await refusal(allow(input, key))).toMatchObject({ message: first.message })
  expect(await posts(input.groupId)).toHaveLength(2)
})

test('a request filed twice at once, or with one key later, is one request', async () => {
  const { groupId } = await world.project()
  const [a, b] = await Promise.all([file(wide(groupId)), file(wide(groupId))])
  expect(a).toBe(b)
  const key = randomUUID()
  const other = await world.project()
  const c = await file(wide(other.groupId), key)
  await sql()`update command_key set expires_at = clock_timestamp() where key like 'same:%'`
  expect(await file(wide(other.groupId), key)).toBe(c)
  // Without a key, and later, the same words are another request.
  expect(await file(wide(groupId))).not.toBe(a)
})

test('without a key, identical calls in flight are one call, and a later one is another', async () => {
  const input = await newEntry()
  await Promise.all([allow(input), allow(input)])
  expect(await posts(input.groupId)).toHaveLength(1)
  await allow(input)
  expect(await posts(input.groupId)).toHaveLength(2)
})

test('answers are stored encrypted', async () => {
  const input = await newEntry()
  await allow(input, randomUUID())
  const rows = await world.owner`select encode(answer, 'escape') as text from command_key`
  expect(rows.length).toBeGreaterThan(0)
  expect(JSON.stringify(rows)).not.toContain('203.0.113')
})

test('keys are 1 to 200 visible characters', () => {
  expect(idempotencyKey(null)).toBeUndefined()
  expect(idempotencyKey('~'.repeat(200))).toHaveLength(200)
  for (const key of ['', 'a b', 'é', 'x'.repeat(201)])
    expect(() => idempotencyKey(key)).toThrow('Idempotency-Key')
})

/** What a console leaves behind that was killed after it recorded the intent; gives its row. */
async function leftBehind(input: Awaited<ReturnType<typeof newEntry>>, key: string) {
  const trace = newId()
  const running = Promise.withResolvers<never>()
  const { iss, sub, name: display } = operator
  const begun = Promise.withResolvers<void>()
  const call = { op: allowAddresses, input, person: operator, key, requestId: trace }
  const actor = { kind: 'human' as const, iss, sub, display }
  const scope = { kind: 'project' as const, groupId: input.groupId }
  const gone = once(call, async ({ begin }) => {
    await sql().begin(async (tx) => {
      await begin(tx)
      const target = targetOf(allowAddresses, input)
      await append(tx, {
        type: 'command.intent',
        op: 'access.allow',
        actor,
        target,
        scope,
        after: { input: recorded(input) },
        trace,
      })
    })
    begun.resolve()
    return running.promise
  }).catch(() => {})
  await begun.promise
  await sql()`update command_key set token = ${randomUUID()}, lease_until = clock_timestamp() - interval '1 second' where trace = ${trace}`
  running.reject(new Error('killed'))
  await gone
  const [intent] = await entries(sql(), { limit: 1, trace })
  return intent!
}

test('a secret that is shown once is not kept in a part of an unexpected shape either', async () => {
  const call = {
    op: createOrgApiKey,
    input: { orgId: 'a'.repeat(24), desc: randomUUID(), roles: ['ORG_MEMBER'] },
    person: operator,
    key: randomUUID(),
    requestId: newId(),
  }
  const answers = [
    { data: { privateKey: 'secret-1' }, oddParts: [{ path: 'x', value: 'secret-2' }] },
    { data: 'secret-3', misfit: true as const },
  ]
  for (const given of answers) {
    const key = randomUUID()
    const answer = { ...given, asOf: new Date().toISOString() }
    const send = () => once({ ...call, key }, async () => answer)
    expect(await send()).toEqual(answer)
    expect(JSON.stringify(await send())).not.toMatch(/secret-\d/)
  }
})

test('a command interrupted after Atlas acted is settled as done, and its key returns that', async () => {
  const input = await newEntry()
  const key = randomUUID()
  await allow(input)
  const { body } = await leftBehind(input, key)
  await settleCutCommands(false)
  expect(cutCommands()).toContainEqual(expect.objectContaining({ seq: body.seq }))
  await settleCutCommands(true)
  expect((await audited(body.trace ?? '')).map((row) => row.type)).toEqual([
    'command.intent',
    'command.done',
  ])
  expect(cutCommands()).not.toContainEqual(expect.objectContaining({ seq: body.seq }))
  expect((await allow(input, key)).data).toBeNull()
  expect(await posts(input.groupId)).toHaveLength(1)
})

test('a command interrupted before Atlas acted is recorded as failed once it can no longer happen', async () => {
  const input = await newEntry()
  const key = randomUUID()
  const intent = await leftBehind(input, key)
  expect((await refusal(allow(input, key))).kind).toBe('slow-down')
  expect(await settleIntent(intent, Date.now() + 10 * 60_000)).toBe('failed')
  // Nothing happened: the same key may run it now.
  await allow(input, key)
  expect(await posts(input.groupId)).toHaveLength(1)
})

test('an unanswered command is read again later, and its key then answers with the outcome', async () => {
  const input = await newEntry()
  const key = randomUUID()
  const { groupId } = input
  await world.fault({ match: { groupId, method: 'POST' }, fault: { kind: 'hang-up' } })
  expect((await refusal(allow(input, key))).kind).toBe('unknown-outcome')
  // What shows late is here added by another command.
  await allow(input)
  await settleCutCommands(true)
  await settleCutCommands(true)
  expect(await outcomesOf(groupId), 'recorded once').toEqual([
    'command.unknown',
    'command.done',
    'command.done',
  ])
  expect((await allow(input, key)).data).toBeNull()
  expect(await posts(groupId)).toHaveLength(2)
})

test('an unanswered command that never shows fails once it can no longer happen', async () => {
  const input = await newEntry()
  const { groupId } = input
  await world.fault({ match: { groupId, method: 'POST' }, fault: { kind: 'hang-up' } })
  expect((await refusal(allow(input))).kind).toBe('unknown-outcome')
  const [intent] = (
    await entries(sql(), { limit: 50, newestFirst: true, type: 'command.intent' })
  ).filter(({ body }) => JSON.stringify(body).includes(groupId))
  expect(await settleIntent(intent!, Date.now() + 20_000, 'unknown')).toBeUndefined()
  expect(await settleIntent(intent!, Date.now() + 10 * 60_000, 'unknown')).toBe('failed')
  expect(await outcomesOf(groupId)).toEqual(['command.unknown', 'command.failed'])
})

const outcomesOf = async (groupId: string) =>
  (await entries(sql(), { limit: 100, newestFirst: true }))
    .filter(({ body }) => JSON.stringify(body.scope)?.includes(groupId))
    .map(({ body }) => body.type)
    .filter((type) => type !== 'command.intent')
    .reverse()
