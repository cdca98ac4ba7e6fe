import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { entries } from '@/lib/audit/read'
import { verifyDatabase } from '@/lib/audit/verify'
import { allowAddresses, entryValue, listAccess, removeAddress } from '@/lib/ops/access-list'
import {
  getGuided,
  guidedStarted,
  leaveGuided,
  listGuided,
  putBackGuided,
  retryGuided,
} from '@/lib/ops/guided'
import { getProject } from '@/lib/ops/me'
import type { Fault } from '@/sandbox/atlas/faults'
import { personAs } from '@/scripts/testing/console'
import { makeStale } from '../call-atlas'
import { sql } from '../database'
import { holdIfRestored } from '../restored'
import { run } from '../run'
import { refusal } from '../testing/acting'
import { startConsole } from '../testing/start'
import { advanceNext } from './advance'
import { entry, next, old, replace } from './testing'

const world = await startConsole()

async function started(fault?: Fault, operationId = 'createGroupAccessListEntry') {
  const { groupId } = await world.project()
  const only = { groupId, entries: [entry(old)] }
  await run(allowAddresses, only, personAs('operator'))
  if (fault) await world.fault({ match: { groupId, operationId }, fault })
  const { data } = await run(replace, { groupId }, personAs('operator'))
  return { groupId, runId: guidedStarted.parse(data).runId }
}

type Run = Awaited<ReturnType<typeof started>>

const seen = async (at: Run, who = 'viewer') =>
  getGuided.output.parse((await run(getGuided, at, personAs(who))).data)

/** Hops without the pauses between them; as the owner, time is let pass where a step waits for it. */
async function carriedOn({ runId }: Run, { aged = false } = {}) {
  for (let hops = 0; hops < 20; hops += 1) {
    await world.owner`
      update guided_run set next_at = clock_timestamp(), lease_until = null where id = ${runId}`
    if (aged)
      await world.owner`
        update guided_run set steps = (select jsonb_agg(case when s->>'state' = 'checking'
          then s || '{"sentAt": "2026-01-01T00:00:00Z"}' else s end) from jsonb_array_elements(steps) s)
        where id = ${runId}`
    if (!(await advanceNext())) return
  }
  throw new Error('It hopped 20 times and did not settle')
}

const addresses = async (groupId: string) => {
  const { data } = await run(listAccess, { groupId }, personAs('viewer'))
  return listAccess.output.parse(data).results.map(entryValue)
}

const changes = async (groupId: string) =>
  (await world.calls({ groupId })).filter((c) => c.method !== 'GET').map((c) => c.method)

test('the steps run in order, each is read back and recorded in the audit log', async () => {
  const at = await started()
  await carriedOn(at)
  expect(await seen(at)).toMatchObject({
    state: 'done',
    by: personAs('operator').name,
    steps: [{ state: 'done' }, { state: 'done' }],
  })
  expect(await addresses(at.groupId)).toEqual([next])
  const types = (await entries(sql(), { limit: 50, newestFirst: true }))
    .filter(({ body }) => JSON.stringify(body).includes(at.runId))
    .map(({ body }) => body.type)
    .reverse()
  expect(types).toEqual([
    'guided.started',
    'command.intent',
    'command.done',
    'guided.step',
    'command.intent',
    'command.done',
    'guided.step',
    'guided.done',
  ])
  expect(await verifyDatabase(sql())).toMatchObject({ ok: true })
})

test('when Atlas refuses a later step, the former state is restored and reported', async () => {
  const at = await started({ kind: 'status', status: 403, errorCode: 'USER_UNAUTHORIZED' })
  await carriedOn(at)
  expect(await seen(at)).toMatchObject({
    state: 'put-back',
    steps: [{ state: 'done' }, { state: 'failed' }],
    putBack: { state: 'done' },
  })
  expect(await addresses(at.groupId)).toEqual([old])
})

test('when Atlas refuses the first step, nothing changed and nothing is restored', async () => {
  const at = await started(
    { kind: 'status', status: 403, errorCode: 'USER_UNAUTHORIZED' },
    'deleteGroupAccessListEntry',
  )
  await carriedOn(at)
  expect(await seen(at)).toMatchObject({ state: 'put-back', putBack: { state: 'waiting' } })
  expect(await addresses(at.groupId)).toEqual([old])
  expect(await changes(at.groupId)).toEqual(['POST', 'DELETE'])
})

test('an applied call without an answer is settled by reading and not sent again', async () => {
  const at = await started({ kind: 'reset-after' })
  await carriedOn(at)
  expect(await seen(at)).toMatchObject({ state: 'done' })
  expect(await changes(at.groupId)).toEqual(['POST', 'DELETE', 'POST'])
})

test('a lost call is sent again once a read shows no change', async () => {
  const at = await started({ kind: 'hang-up' })
  await carriedOn(at, { aged: true })
  expect(await seen(at)).toMatchObject({ state: 'done' })
  expect(await changes(at.groupId)).toEqual(['POST', 'DELETE', 'POST', 'POST'])
})

test('a 429 is waited for, not treated as a refusal', async () => {
  const at = await started({
    kind: 'status',
    status: 429,
    errorCode: 'RATE_LIMITED',
    retryAfter: 1,
  })
  await carriedOn(at)
  expect(await seen(at)).toMatchObject({ state: 'done' })
})

test('a step whose sender died is settled by reading', async () => {
  const at = await started()
  // As a console leaves it that is killed between the call and writing down what came of it.
  await world.owner`
    update guided_run set lease_until = clock_timestamp() - interval '1 second', steps = jsonb_set(
      jsonb_set(steps, '{0,state}', '"sending"'), '{0,sentAt}', '"2026-01-01T00:00:00Z"') where id = ${at.runId}`
  await run(removeAddress, { groupId: at.groupId, entryValue: old }, personAs('operator'))
  await carriedOn(at)
  expect(await seen(at)).toMatchObject({ state: 'done' })
  expect(await changes(at.groupId)).toEqual(['POST', 'DELETE', 'POST'])
})

test('a second run on the same resource is refused while the first runs', async () => {
  const at = await started()
  expect(await refusal(run(replace, { groupId: at.groupId }, personAs('operator')))).toMatchObject({
    kind: 'conflict',
    message: expect.stringContaining('in progress'),
  })
  await carriedOn(at)
})

test('nothing starts when the plan refuses or the person lacks the role', async () => {
  const { groupId } = await world.project()
  expect(await refusal(run(replace, { groupId }, personAs('operator')))).toMatchObject({
    kind: 'conflict',
    message: 'Nothing is there to replace.',
  })
  expect((await refusal(run(replace, { groupId }, personAs('viewer')))).kind).toBe('not-allowed')
  const { data } = await run(listGuided, { groupId }, personAs('viewer'))
  expect(listGuided.output.parse(data).results).toEqual([])
})

/** One whose second step was refused, and whose way back was refused as well. */
async function halted() {
  const refused: Fault = { kind: 'status', status: 403, errorCode: 'USER_UNAUTHORIZED' }
  const at = await started(refused)
  await world.fault({
    match: { groupId: at.groupId, operationId: 'createGroupAccessListEntry' },
    fault: refused,
  })
  await carriedOn(at)
  expect(await seen(at)).toMatchObject({
    state: 'halted',
    note: expect.any(String),
    putBack: { atlas: { status: 403, errorCode: 'USER_UNAUTHORIZED' } },
  })
  return at
}

test('a run that can neither continue nor go back halts, visible to everyone in the project', async () => {
  const at = await halted()
  const { data } = await run(listGuided, {}, personAs('viewer'))
  expect(listGuided.output.parse(data).results.map(({ id }) => id)).toContain(at.runId)
  expect((await refusal(run(retryGuided, at, personAs('viewer')))).kind).toBe('not-allowed')
  expect(await addresses(at.groupId)).toEqual([])
})

test('an operator can continue, undo or leave a halted run, once', async () => {
  const [on, back, left] = [await halted(), await halted(), await halted()]
  await run(retryGuided, on, personAs('operator'))
  await carriedOn(on)
  expect(await seen(on)).toMatchObject({ state: 'done' })
  expect(await addresses(on.groupId)).toEqual([next])
  await run(putBackGuided, back, personAs('operator'))
  await carriedOn(back)
  expect(await seen(back)).toMatchObject({ state: 'put-back' })
  expect(await addresses(back.groupId)).toEqual([old])
  await run(leaveGuided, left, personAs('operator'))
  expect(await seen(left)).toMatchObject({ state: 'left' })
  expect(await refusal(run(leaveGuided, left, personAs('operator')))).toMatchObject({
    kind: 'conflict',
  })
})

test('after a database restore nothing is sent until a person continues', async () => {
  const at = await started()
  await world.owner`
    insert into heartbeat (one, at) values (true, clock_timestamp() - interval '1 hour')
    on conflict (one) do update set at = excluded.at`
  await holdIfRestored()
  const sent = await changes(at.groupId)
  await carriedOn(at)
  expect(await seen(at)).toMatchObject({ state: 'halted', note: expect.stringMatching(/backup/) })
  expect(await changes(at.groupId)).toEqual(sent)
  await run(retryGuided, at, personAs('operator'))
  await carriedOn(at)
  expect(await seen(at)).toMatchObject({ state: 'done' })
})

test('a first step that was applied late counts as done, and a later failure is undone', async () => {
  const at = await started({ kind: 'status', status: 403, errorCode: 'USER_UNAUTHORIZED' })
  // As it halts when Atlas took longer than anybody waits: called, not answered, and done later.
  await world.owner`
    update guided_run set state = 'halted', steps = jsonb_set(
      steps, '{0}', steps->0 || '{"state": "failed", "sentAt": "2026-01-01T00:00:00Z", "isUncertain": true}') where id = ${at.runId}`
  await run(removeAddress, { groupId: at.groupId, entryValue: old }, personAs('operator'))
  await run(retryGuided, at, personAs('operator'))
  await carriedOn(at)
  expect(await seen(at)).toMatchObject({
    state: 'put-back',
    steps: [{ state: 'done' }, { state: 'failed' }],
    putBack: { state: 'done' },
  })
  expect(await addresses(at.groupId)).toEqual([old])
})

test('a run of another project looks like an unknown one', async () => {
  const at = await started()
  const { groupId } = await world.project()
  const elsewhere = await refusal(run(getGuided, { ...at, groupId }, personAs('viewer')))
  const unknown = { groupId, runId: randomUUID().replaceAll('-', '').slice(0, 26) }
  expect(elsewhere).toEqual(await refusal(run(getGuided, unknown, personAs('viewer'))))
  await carriedOn(at)
})

test('a console that starts while Atlas is down waits, and does not treat the project as deleted', async () => {
  const at = await started()
  for (const operationId of ['listOrgs', 'listGroups', 'getGroup'])
    await world.fault({
      match: { operationId },
      times: 3,
      fault: { kind: 'status', status: 403, errorCode: 'IP_ADDRESS_NOT_ON_ACCESS_LIST' },
    })
  const readNothing = () => {
    Reflect.deleteProperty(globalThis, 'gatehouseDirectory')
    return makeStale([getProject.id], [])
  }
  // As in a new process.
  await readNothing()
  onTestFinished(readNothing)
  await world.owner`update guided_run set next_at = clock_timestamp() where id = ${at.runId}`
  await advanceNext()
  const [row] = await world.owner`select state, steps from guided_run where id = ${at.runId}`
  expect(row).toMatchObject({
    state: 'running',
    steps: [{ note: expect.stringContaining('could not be read') }, {}],
  })
})
