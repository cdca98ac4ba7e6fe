import { expect, test } from 'vitest'
import { getGuided, guidedStarted, retryGuided } from '@/lib/ops/guided'
import { changeProcessor } from '@/lib/ops/stream-change'
import { getProcessor } from '@/lib/ops/stream-processors'
import { personAs } from '@/scripts/testing/console'
import { run } from '../run'
import { startConsole } from '../testing/start'
import { advanceNext } from './advance'

const world = await startConsole()

/** A change of a running processor, with some of its calls answered by a 500. */
async function started(fails: Partial<Record<'stop' | 'update' | 'start', number>>) {
  const { groupId } = await world.project()
  await world.control('POST', 'fill', { area: 'streams', groupId, processors: { STARTED: ['p'] } })
  for (const [verb, times] of Object.entries(fails))
    await world.fault({
      match: { groupId, operationId: `${verb}GroupStreamProcessor` },
      times,
      fault: { kind: 'status', status: 500, errorCode: 'UNEXPECTED_ERROR' },
    })
  const at = { groupId, tenantName: 'lab', processorName: 'p' }
  const { data } = await run(changeProcessor, { ...at, tier: 'SP2' }, personAs('operator'))
  return { at, about: { groupId, runId: guidedStarted.parse(data).runId } }
}
type Started = Awaited<ReturnType<typeof started>>
type Seen = Awaited<ReturnType<typeof seen>>

const seen = async ({ about }: Started) =>
  getGuided.output.parse((await run(getGuided, about, personAs('viewer'))).data)

const processor = async ({ at }: Started) =>
  getProcessor.output.parse((await run(getProcessor, at, personAs('viewer'))).data)

const sent = async ({ at: { groupId } }: Started) =>
  (await world.calls({ groupId }))
    .filter(({ method }) => method !== 'GET')
    .map(({ operationId }) => operationId?.replace('GroupStreamProcessor', ''))

/** As if the last call had left so long ago. */
const age = ({ about: { runId } }: Started, seconds: number) => world.owner`
  update guided_run set
    steps = (select jsonb_agg(case when s->>'state' = 'checking' then s || jsonb_build_object('sentAt',
      to_char(now() at time zone 'UTC' - make_interval(secs => ${seconds}), 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) else s end
      order by n) from jsonb_array_elements(steps) with ordinality as t(s, n)),
    put_back = case when put_back->>'state' = 'checking' then put_back || jsonb_build_object('sentAt',
      to_char(now() at time zone 'UTC' - make_interval(secs => ${seconds}), 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) else put_back end
  where id = ${runId}`

/** Hops without the pauses between them until it settles; gives what everybody saw after each. */
async function carriedOn(it: Started, aged = 600): Promise<Seen[]> {
  const all: Seen[] = []
  for (let hops = 0; hops < 40; hops += 1) {
    await world.control('POST', 'clock', { advanceSeconds: 20 })
    if (aged > 0) await age(it, aged)
    await world.owner`
      update guided_run set next_at = clock_timestamp(), lease_until = null where id = ${it.about.runId}`
    if (!(await advanceNext())) return all
    all.push(await seen(it))
    if (aged === 0 && all.at(-1)?.steps.some((s) => s.unanswered)) return all
  }
  throw new Error('It hopped 40 times and did not settle')
}

test('a change without any clear answer is reported, and the processor restarts unchanged', async () => {
  const it = await started({ update: 3 })
  const all = await carriedOn(it)
  const tries = all.flatMap(({ steps: [, modify] }) => (modify?.unanswered ? [modify] : []))
  expect(new Set(tries.map((s) => s.unanswered?.attempts))).toEqual(new Set([1, 2, 3]))
  for (const one of tries)
    expect(one).toMatchObject({ atlas: { status: 500, errorCode: 'UNEXPECTED_ERROR' } })
  expect(await seen(it)).toMatchObject({
    state: 'put-back',
    note: expect.stringContaining('Attempt 3 of 3 was not confirmed (Atlas answered 500'),
    steps: [{ state: 'done' }, { state: 'failed', atlas: { status: 500 } }, { state: 'waiting' }],
    putBack: { state: 'done' },
  })
  expect((await processor(it)).state).toBe('STARTED')
  expect(await sent(it)).toEqual(['stop', 'update', 'update', 'update', 'start'])
})

test('nothing is restored while the last call may still take effect', async () => {
  const it = await started({ update: 3 })
  await carriedOn(it, 0)
  await world.owner`
    update guided_run set steps = jsonb_set(steps, '{1,attempts}', '3') where id = ${it.about.runId}`
  for (let hops = 0; hops < 3; hops += 1) {
    await world.owner`
      update guided_run set next_at = clock_timestamp(), lease_until = null where id = ${it.about.runId}`
    await advanceNext()
  }
  expect(await seen(it)).toMatchObject({
    state: 'running',
    steps: [
      { state: 'done' },
      { state: 'checking', note: expect.stringContaining('Checking whether it took effect') },
      {},
    ],
  })
  expect(await sent(it)).toEqual(['stop', 'update'])
  await carriedOn(it)
})

test('a third try that Atlas accepts counts, and the earlier tries leave nothing behind', async () => {
  const it = await started({ update: 2 })
  await carriedOn(it)
  const now = await seen(it)
  expect(now).toMatchObject({ state: 'done', steps: [{}, { state: 'done' }, { state: 'done' }] })
  expect(now.steps[1]?.atlas).toBeUndefined()
  expect(now.steps[1]?.unanswered).toBeUndefined()
  expect(await processor(it)).toMatchObject({ state: 'STARTED', tier: 'SP2' })
})

test('when restoring has no clear answer either, it halts with a correct message and can be continued', async () => {
  const it = await started({ update: 3, start: 3 })
  await carriedOn(it)
  const now = await seen(it)
  expect(now).toMatchObject({
    state: 'halted',
    note: expect.stringMatching(/Attempt 3 of 3 was not confirmed.*: it is STOPPED/),
    putBack: { atlas: { status: 500 } },
  })
  expect(JSON.stringify(now)).not.toContain('Atlas accepted this')
  await run(retryGuided, it.about, personAs('operator'))
  await carriedOn(it)
  expect(await seen(it)).toMatchObject({ state: 'done' })
  expect(await processor(it)).toMatchObject({ state: 'STARTED', tier: 'SP2' })
})

test('an accepted call is shown as accepted while the state is still the old one', async () => {
  const it = await started({})
  for (let hops = 0; hops < 2; hops += 1) {
    await world.owner`
      update guided_run set next_at = clock_timestamp(), lease_until = null where id = ${it.about.runId}`
    await advanceNext()
  }
  const [stop] = (await seen(it)).steps
  expect(stop).toMatchObject({
    state: 'checking',
    note: expect.stringContaining('STARTED'),
  })
  expect(stop?.unanswered).toBeUndefined()
  await carriedOn(it)
})

test.each([404, 503])(
  'a change waits while Atlas answers %s about its project, then goes on',
  async (status) => {
    const it = await started({})
    await advanceNext()
    await world.control('DELETE', 'fault')
    delete (globalThis as { gatehouseDirectory?: unknown }).gatehouseDirectory
    for (const operationId of ['listGroups', 'getGroup'])
      await world.fault({ match: { operationId }, times: 50, fault: { kind: 'status', status } })
    await world.owner`
    update guided_run set next_at = clock_timestamp(), lease_until = null where id = ${it.about.runId}`
    await advanceNext()
    const [row] = await world.owner`select state from guided_run where id = ${it.about.runId}`
    expect(row?.state).toBe('running')
    await world.control('DELETE', 'fault')
    delete (globalThis as { gatehouseDirectory?: unknown }).gatehouseDirectory
    await carriedOn(it)
    expect((await seen(it)).state).toBe('done')
  },
)
