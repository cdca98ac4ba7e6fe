import { expect, test } from 'vitest'
import { newId } from '@/lib/format/id'
import { allowAddresses } from '@/lib/ops/access-list'
import { previewOp } from '@/lib/ops/console'
import { getGuided, guidedStarted, putBackGuided, retryGuided } from '@/lib/ops/guided'
import { changeProcessor } from '@/lib/ops/stream-change'
import { getProcessor } from '@/lib/ops/stream-processors'
import { personAs } from '@/scripts/testing/console'
import { sql } from '../database'
import { run } from '../run'
import { startConsole } from '../testing/start'
import { advanceNext } from './advance'
import type { GuidedRow } from './rows'

const world = await startConsole()

/** A person of one test, whose later sign-ins concern nobody else. */
let people = 0
const somebody = () => personAs('operator', { sub: `somebody-${++people}`, name: 'Olga' })
type Who = ReturnType<typeof somebody>

const signsInWith = ({ iss, sub, name }: Who, groups: string[]) =>
  sql()`insert into person_seen ${sql()({ iss, sub, name, groups })}
    on conflict (iss, sub) do update set groups = excluded.groups`

async function started(who: Who, state: 'STARTED' | 'STOPPED', more: object = {}) {
  const { groupId } = await world.project()
  await world.control('POST', 'fill', {
    area: 'streams',
    groupId,
    processors: { [state]: ['orders'] },
  })
  const at = { groupId, tenantName: 'lab', processorName: 'orders' }
  const { data } = await run(changeProcessor, { ...at, tier: 'SP2', ...more }, who)
  return { at, run: { groupId, runId: guidedStarted.parse(data).runId } }
}
type Started = Awaited<ReturnType<typeof started>>

const seen = async ({ run: about }: Started) =>
  getGuided.output.parse((await run(getGuided, about, personAs('viewer'))).data)

const processor = async ({ at }: Started) =>
  getProcessor.output.parse((await run(getProcessor, at, personAs('viewer'))).data)

const sent = async ({ at: { groupId } }: Started) =>
  (await world.calls({ groupId }))
    .filter(({ method }) => method !== 'GET')
    .map(({ operationId }) => operationId?.replace('GroupStreamProcessor', ''))

/** Hops without the pauses between them, until it settles or `until` holds. */
async function carriedOn(it: Started, until: () => Promise<boolean> = async () => false) {
  for (let hops = 0; hops < 30; hops += 1) {
    await world.control('POST', 'clock', { advanceSeconds: 20 })
    await world.owner`
      update guided_run set next_at = clock_timestamp(), lease_until = null where id = ${it.run.runId}`
    if (!(await advanceNext()) || (await until())) return
  }
  throw new Error('It hopped 30 times and did not settle')
}
const atStep = (it: Started, n: number) => async () =>
  (await seen(it)).steps[n]?.state === 'waiting' && (await seen(it)).steps[n - 1]?.state === 'done'

test('a person who lost the role before the first step changes nothing', async () => {
  const who = somebody()
  const it = await started(who, 'STARTED')
  await signsInWith(who, ['gatehouse-viewers'])
  await carriedOn(it)
  expect(await seen(it)).toMatchObject({
    state: 'put-back',
    note: expect.stringContaining('no longer has the role to stop'),
  })
  expect(await sent(it)).toEqual([])
})

test('when the person loses the role while it is stopped, the processor restarts unchanged', async () => {
  const who = somebody()
  const it = await started(who, 'STARTED')
  await carriedOn(it, atStep(it, 1))
  await signsInWith(who, ['gatehouse-viewers'])
  await carriedOn(it)
  expect(await seen(it)).toMatchObject({
    state: 'put-back',
    steps: [{ state: 'done' }, { state: 'failed' }, { state: 'waiting' }],
    putBack: { state: 'done' },
    note: expect.stringContaining('was not sent'),
  })
  expect(await sent(it)).toEqual(['stop', 'start'])
  expect((await processor(it)).state).toBe('STARTED')
})

test('an earlier refusal by Atlas is not shown for a call that was not sent', async () => {
  const who = somebody()
  const it = await started(who, 'STARTED')
  for (const operationId of ['updateGroupStreamProcessor', 'startGroupStreamProcessor'])
    await world.fault({
      match: { groupId: it.at.groupId, operationId },
      fault: { kind: 'status', status: 403, errorCode: 'USER_UNAUTHORIZED' },
    })
  await carriedOn(it)
  expect(await seen(it)).toMatchObject({
    state: 'halted',
    steps: [{}, { atlas: { status: 403 } }, {}],
  })
  await run(retryGuided, it.run, who)
  await signsInWith(who, [])
  await carriedOn(it)
  const [, modify] = (await seen(it)).steps
  expect(modify).toMatchObject({
    state: 'failed',
    note: expect.stringContaining('Someone with the role'),
  })
  expect(modify?.atlas).toBeUndefined()
})

test('once changed, the processor is started again even if the person lost the role', async () => {
  const who = somebody()
  const it = await started(who, 'STARTED')
  await carriedOn(it, atStep(it, 2))
  await signsInWith(who, [])
  await carriedOn(it)
  expect(await seen(it)).toMatchObject({ state: 'done' })
  expect(await sent(it)).toEqual(['stop', 'update', 'start'])
})

test('a stopped processor is not started for a person without the role: it halts until someone continues', async () => {
  const who = somebody()
  const it = await started(who, 'STOPPED', { thenStart: true })
  await carriedOn(it, atStep(it, 1))
  await signsInWith(who, ['gatehouse-viewers'])
  await carriedOn(it)
  expect(await seen(it)).toMatchObject({
    state: 'halted',
    note: expect.stringContaining('no longer has the role to start'),
  })
  await run(retryGuided, it.run, personAs('operator'))
  await carriedOn(it)
  expect(await seen(it)).toMatchObject({ state: 'done' })
  expect(await sent(it)).toEqual(['update', 'start'])
})

test.each(['inserted', 'its step changed', 'its way back changed'])(
  'a run that the audit log does not have like this sends nothing: %s',
  async (how) => {
    const it = await started(somebody(), 'STARTED')
    const { groupId, runId } = it.run
    const input = { groupId, entries: [{ address: '0.0.0.0/0', comment: 'Everyone' }] }
    const [row] = await sql()<GuidedRow[]>`select * from guided_run where id = ${runId}`
    const step = { ...row!.steps[0]!, op: allowAddresses.id, input }
    // Whoever holds the application's database password can write rows.
    if (how === 'inserted') {
      await sql()`update guided_run set state = 'halted' where id = ${runId}`
      it.run.runId = newId()
      await sql()`insert into guided_run ${sql()({
        ...row!,
        ...{ id: it.run.runId, slot: 'another', on_behalf_of: null },
        ...{ steps: sql().json([step] as never), put_back: sql().json(step as never) },
      } as never)}`
    } else
      await sql()`update guided_run set put_back = ${sql().json(step as never)},
        ${how === 'its step changed' ? sql()`steps = ${sql().json([step] as never)}` : sql()`state = 'putting-back'`}
        where id = ${runId}`
    await carriedOn(it)
    expect(await seen(it)).toMatchObject({
      state: 'halted',
      note: expect.stringContaining('audit log'),
    })
    expect(await sent(it)).toEqual([])
  },
)

test('a run continues after its person signed out or was erased', async () => {
  const [old, out] = [await started(somebody(), 'STOPPED'), await started(somebody(), 'STOPPED')]
  await world.owner`update guided_run set on_behalf_of = null where id = ${old.run.runId}`
  for (const it of [old, out]) {
    await carriedOn(it)
    expect(await seen(it)).toMatchObject({ state: 'done' })
  }
})

test('continuing and undoing ask for confirmation, and mention production', async () => {
  const friction = async (op: { id: string }, tags: object[]) => {
    const { groupId } = await world.project({ tags })
    const input = { groupId, runId: 'a'.repeat(26) }
    const { data } = await run(previewOp, { op: op.id, input }, personAs('operator'))
    return previewOp.output.parse(data).friction
  }
  for (const op of [retryGuided, putBackGuided]) {
    expect(await friction(op, [])).toMatchObject({ level: 'confirm' })
    expect(await friction(op, [{ key: 'environment', value: 'production' }])).toEqual({
      level: 'confirm',
      because: expect.stringContaining('This is a production project.'),
    })
  }
})
