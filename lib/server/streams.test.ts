import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { previewOp } from '@/lib/ops/console'
import type { Op } from '@/lib/ops/define'
import { getGuided, putBackGuided, retryGuided } from '@/lib/ops/guided'
import { changeProcessor } from '@/lib/ops/stream-change'
import { deleteConnection, listConnections } from '@/lib/ops/stream-connections'
import { createProcessor, modifyProcessor } from '@/lib/ops/stream-definition'
import {
  acceptPeering,
  deletePeering,
  listActivePeerings,
  listPeerings,
  rejectPeering,
} from '@/lib/ops/stream-peering'
import {
  deleteProcessor,
  getProcessor,
  listProcessors,
  startProcessor,
  startProcessorWith,
  stopProcessor,
} from '@/lib/ops/stream-processors'
import { deleteWorkspace } from '@/lib/ops/streams'
import { type TestConsole, testConsole } from '@/scripts/testing/console'
import { answers } from './connections'
import { sql } from './database'
import { advanceNext } from './guided/advance'
import { as, refusal } from './testing/acting'

let gatehouse: TestConsole
beforeAll(async () => {
  gatehouse = await testConsole()
})
afterAll(() => gatehouse.end())

const tenantName = 'lab'
const filled = z.looseObject({
  peerings: z.array(
    z.object({ id: z.string(), localStatus: z.string(), requesterVpcId: z.string() }),
  ),
})

/** A workspace with processors of the test's own: names by state. */
async function lab(more: Record<string, unknown> = {}) {
  const { groupId } = await gatehouse.project()
  const made = filled.parse(
    await gatehouse.control('POST', 'fill', { area: 'streams', groupId, ...more }),
  )
  const of = (processorName: string) => ({ groupId, tenantName, processorName })
  return { groupId, of, peerings: made.peerings }
}

const operator = (op: Op, input: unknown) => as('operator', op, input)
const later = async (advanceSeconds: number) => {
  await gatehouse.control('POST', 'clock', { advanceSeconds })
  answers().stale(() => true)
}

/** Creates a processor, and moves Atlas's clock on past its creation once Atlas has the call. */
async function create(input: { groupId: string } & Record<string, unknown>) {
  const arrived = async () => {
    const { groupId } = input
    await expect.poll(() => bodies(groupId, 'createGroupStreamProcessor')).not.toEqual([])
    await later(6)
  }
  await Promise.all([operator(createProcessor, input), arrived()])
}

const now = async (input: unknown) =>
  getProcessor.output.parse((await as('viewer', getProcessor, input)).data)

const pipeline = (topic = 'events', to = 'out') =>
  JSON.stringify([
    { $source: { connectionName: 'kafka', topic } },
    { $emit: { connectionName: 'kafka', topic: to } },
  ])

const bodies = async (groupId: string, operationId: string) =>
  (await gatehouse.calls({ groupId, operationId })).map((c) => c.body)

describe('one command', () => {
  test('stops a running processor, and explains why another cannot be stopped', async () => {
    const { of, groupId } = await lab({ processors: { STARTED: ['runs'], CREATED: ['new'] } })
    await operator(stopProcessor, of('runs'))
    await later(15)
    expect((await now(of('runs'))).state).toBe('STOPPED')
    expect(await refusal(operator(stopProcessor, of('new')))).toMatchObject({
      kind: 'conflict',
      message: 'Only a STARTED processor can be stopped. This one is CREATED.',
    })
    expect(
      await gatehouse.calls({ groupId, operationId: 'stopGroupStreamProcessor' }),
    ).toHaveLength(1)
    expect(await refusal(as('viewer', stopProcessor, of('runs')))).toMatchObject({
      kind: 'not-allowed',
    })
  })

  test('starts a CREATED, STOPPED or FAILED processor, with the given options', async () => {
    const { of, groupId } = await lab({
      processors: { CREATED: ['a'], STOPPED: ['b'], FAILED: ['c'], INIT: ['d'] },
    })
    await operator(startProcessor, of('a'))
    await operator(startProcessorWith, { ...of('b'), tier: 'SP2', resumeFromCheckpoint: false })
    await operator(startProcessor, of('c'))
    await later(6)
    expect([
      (await now(of('a'))).state,
      (await now(of('b'))).tier,
      (await now(of('c'))).state,
    ]).toEqual(['STARTED', 'SP2', 'STARTED'])
    expect((await refusal(operator(startProcessor, of('d')))).message).toContain('It is INIT')
    expect((await refusal(operator(startProcessor, of('nobody')))).message).toContain(
      'no processor nobody',
    )
    expect(await bodies(groupId, 'startGroupStreamProcessorWith')).toEqual([
      '{"tier":"SP2","resumeFromCheckpoint":false}',
    ])
  })

  test('a tier above the maximum of the workspace is refused with the reason from Atlas', async () => {
    const { of } = await lab({ processors: { STOPPED: ['b'] } })
    const failure = await refusal(operator(startProcessorWith, { ...of('b'), tier: 'SP50' }))
    expect(failure.atlas).toMatchObject({
      status: 400,
      errorCode: 'STREAM_PROCESSOR_GENERIC_ERROR',
    })
  })

  test('a second start is refused with the reason from Atlas', async () => {
    const { of } = await lab({ processors: { STOPPED: ['b'] } })
    await operator(startProcessor, of('b'))
    expect(await refusal(operator(startProcessor, of('b')))).toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining("can't start or stop"),
      atlas: { status: 400, detail: expect.stringContaining('another operation') },
    })
  })

  test('a running processor is not modified, and Atlas is not asked', async () => {
    const { of, groupId } = await lab({ processors: { STARTED: ['runs'], STOPPED: ['rests'] } })
    expect(
      (await refusal(operator(modifyProcessor, { ...of('runs'), tier: 'SP2' }))).message,
    ).toContain('Stop it first')
    await operator(modifyProcessor, {
      ...of('rests'),
      options: { dlq: { connectionName: 'sink', db: 'a', coll: 'b' } },
    })
    expect((await now(of('rests'))).options).toMatchObject({ dlq: { coll: 'b' } })
    await operator(modifyProcessor, { ...of('rests'), options: { dlq: {} } })
    expect((await now(of('rests'))).options?.dlq).toBeUndefined()
    expect(
      await gatehouse.calls({ groupId, operationId: 'updateGroupStreamProcessor' }),
    ).toHaveLength(2)
  })

  test('creates and deletes, and refuses a taken name', async () => {
    const { of, groupId } = await lab()
    const wanted = { groupId, tenantName, name: 'new', pipeline: pipeline() }
    await create(wanted)
    expect((await now(of('new'))).state).toBe('CREATED')
    expect((await refusal(operator(createProcessor, wanted))).message).toContain(
      'Choose another name',
    )
    const nowhere = {
      ...wanted,
      name: 'other',
      pipeline: pipeline().replaceAll('kafka', 'nowhere'),
    }
    expect((await refusal(operator(createProcessor, nowhere))).atlas?.status).toBe(400)
    await operator(deleteProcessor, of('new'))
    expect((await refusal(now(of('new')))).kind).toBe('not-found')
  })

  test('the order of fields in a pipeline reaches Atlas as typed', async () => {
    const { groupId } = await lab()
    const text =
      '[{"$source":{"topic":"events","connectionName":"kafka"}},{"$tumblingWindow":{"pipeline":[{"$sort":{"z":1,"a":-1}}],"interval":{"unit":"minute","size":5}}},{"$emit":{"topic":"out","connectionName":"kafka"}}]'
    await create({ groupId, tenantName, name: 'ordered', pipeline: text })
    expect((await bodies(groupId, 'createGroupStreamProcessor'))[0]).toContain(text)
  })

  test.each([
    'a/b',
    'a%2Fb',
    'runs:start',
    'with "quotes" and spaces',
    'größe 漢字',
    "it's",
    ' lead',
  ])('a processor called %s is reached, encoded once', async (name) => {
    const { of, groupId } = await lab({ processors: { CREATED: [name] } })
    expect((await now(of(name))).name).toBe(name)
    await operator(startProcessor, of(name))
    const [call] = await gatehouse.calls({ groupId, operationId: 'startGroupStreamProcessor' })
    expect(call?.path).toBe(
      `/api/atlas/v2/groups/${groupId}/streams/lab/processor/${encodeURIComponent(name)}:start`,
    )
    expect(call?.status).toBe(200)
  })

  test('a processor named .. is refused with a message', async () => {
    const { of } = await lab()
    expect((await refusal(now(of('..')))).fields).toMatchObject({
      processorName: expect.stringContaining('reach'),
    })
  })

  test('an unanswered stop is not called done before it is', async () => {
    const { of, groupId } = await lab({ processors: { STARTED: ['runs'] } })
    await gatehouse.fault({
      match: { groupId, operationId: 'stopGroupStreamProcessor' },
      fault: { kind: 'reset-after' },
    })
    expect((await refusal(operator(stopProcessor, of('runs')))).kind).toBe('unknown-outcome')
  })
})

describe('a processor that Atlas lists but cannot read', () => {
  const unreadable = (groupId: string, status: number) =>
    gatehouse.fault({
      match: { groupId, operationId: 'getGroupStreamProcessor' },
      times: 50,
      fault: { kind: 'status', status, errorCode: 'STREAM_PROCESSOR_GENERIC_ERROR' },
    })

  test('is refused with a message about reading, not about the input', async () => {
    const { of, groupId } = await lab({ processors: { FAILED: ['odd'] } })
    await unreadable(groupId, 400)
    const failure = await refusal(as('viewer', getProcessor, of('odd')))
    expect(failure).toMatchObject({
      message: expect.stringContaining('read'),
      atlas: { status: 400, errorCode: 'STREAM_PROCESSOR_GENERIC_ERROR' },
    })
  })

  test.each([400, 500])('can still be stopped, started and deleted (%i)', async (status) => {
    const { of, groupId } = await lab({ processors: { STARTED: ['odd'], STOPPED: ['rests'] } })
    await unreadable(groupId, status)
    await operator(stopProcessor, of('odd'))
    await operator(startProcessor, of('rests'))
    await operator(deleteProcessor, of('rests'))
    const sent = await gatehouse.calls({ groupId })
    expect(
      sent.map(({ operationId }) => operationId).filter((id) => !id?.startsWith('get')),
    ).toEqual([
      'stopGroupStreamProcessor',
      'startGroupStreamProcessor',
      'deleteGroupStreamProcessor',
    ])
  })

  test('is not modified, because its current state must be known first', async () => {
    const { of, groupId } = await lab({ processors: { STOPPED: ['rests'] } })
    await unreadable(groupId, 400)
    expect(await refusal(operator(modifyProcessor, { ...of('rests'), tier: 'SP2' }))).toMatchObject(
      {
        kind: 'unavailable',
        message: expect.stringMatching(/first.*Nothing was sent/),
        atlas: { errorCode: 'STREAM_PROCESSOR_GENERIC_ERROR' },
      },
    )
  })
})

/** Advances a run, and Atlas's clock, until the run is in one of these states. */
async function until(groupId: string, runId: string, states: readonly string[]) {
  for (let turn = 0; turn < 200; turn += 1) {
    const { data } = await as('viewer', getGuided, { groupId, runId })
    const run = getGuided.output.parse(data)
    if (states.includes(run.state)) return run
    await sql()`update guided_run set next_at = clock_timestamp() where id = ${runId}`
    await advanceNext()
    await later(4)
  }
  throw new Error(`The run never came to ${states.join(' or ')}`)
}

const begin = async (input: Record<string, unknown>) => {
  const { data } = await operator(changeProcessor, input)
  return changeProcessor.output.parse(data).runId
}

describe('the guided change', () => {
  test('stops a running processor, changes and renames it, and starts it', async () => {
    const { of, groupId } = await lab({ processors: { STARTED: ['runs'] } })
    const runId = await begin({ ...of('runs'), name: 'new / name', tier: 'SP30' })
    const done = await until(groupId, runId, ['done', 'halted', 'put-back'])
    expect(done.steps.map((s) => [s.op, s.state])).toEqual([
      ['streams.stopProcessor', 'done'],
      ['streams.modifyProcessor', 'done'],
      ['streams.startProcessor', 'done'],
    ])
    expect(await now(of('new / name'))).toMatchObject({ state: 'STARTED', tier: 'SP30' })
  })

  test('only changes a stopped processor, and starts it on request', async () => {
    const { of, groupId } = await lab({ processors: { STOPPED: ['rests'], CREATED: ['new'] } })
    const still = await until(groupId, await begin({ ...of('rests'), tier: 'SP2' }), ['done'])
    expect(still.steps).toHaveLength(1)
    const started = await until(
      groupId,
      await begin({ ...of('new'), tier: 'SP2', thenStart: true }),
      ['done'],
    )
    expect(started.steps).toHaveLength(2)
    expect([(await now(of('rests'))).state, (await now(of('new'))).state]).toEqual([
      'STOPPED',
      'STARTED',
    ])
  })

  test('is rolled back when Atlas refuses the change', async () => {
    const { of, groupId } = await lab({ processors: { STARTED: ['runs'] } })
    const runId = await begin({ ...of('runs'), tier: 'SP50' })
    const run = await until(groupId, runId, ['done', 'halted', 'put-back'])
    expect([run.state, run.putBack?.state]).toEqual(['put-back', 'done'])
    expect(await now(of('runs'))).toMatchObject({ state: 'STARTED' })
    expect(
      await gatehouse.calls({ groupId, operationId: 'startGroupStreamProcessor' }),
    ).toHaveLength(1)
  })

  test('halts when the processor does not start again, and continues on request', async () => {
    const { of, groupId } = await lab({ processors: { STARTED: ['runs'] } })
    await gatehouse.fault({
      match: { groupId, operationId: 'startGroupStreamProcessor' },
      fault: { kind: 'status', status: 400, errorCode: 'STREAM_PROCESSOR_GENERIC_ERROR' },
    })
    const runId = await begin({ ...of('runs'), tier: 'SP30' })
    const halted = await until(groupId, runId, ['done', 'halted', 'put-back'])
    expect(halted.state).toBe('halted')
    expect((await now(of('runs'))).state).toBe('STOPPED')
    expect((await refusal(begin({ ...of('runs'), tier: 'SP10' }))).message).toContain('halted')
    // It is changed: starting it would not make it what it was.
    expect(halted.putBack).toBeNull()
    expect((await refusal(operator(putBackGuided, { groupId, runId }))).message).toContain(
      'is done',
    )
    await operator(retryGuided, { groupId, runId })
    expect((await until(groupId, runId, ['done', 'halted'])).state).toBe('done')
    expect((await now(of('runs'))).state).toBe('STARTED')
  })

  test('settles an unanswered step by reading', async () => {
    const { of, groupId } = await lab({ processors: { STARTED: ['runs'] } })
    for (const operationId of [
      'stopGroupStreamProcessor',
      'updateGroupStreamProcessor',
      'startGroupStreamProcessor',
    ])
      await gatehouse.fault({ match: { groupId, operationId }, fault: { kind: '500-after' } })
    const runId = await begin({ ...of('runs'), pipeline: pipeline('events', 'elsewhere') })
    expect((await until(groupId, runId, ['done', 'halted', 'put-back'])).state).toBe('done')
    expect(await now(of('runs'))).toMatchObject({ state: 'STARTED' })
    expect(
      await gatehouse.calls({ groupId, operationId: 'updateGroupStreamProcessor' }),
    ).toHaveLength(1)
  })

  test('is refused before anything is stopped', async () => {
    const { of, groupId } = await lab({
      processors: { STARTED: ['runs', 'other'], INIT: ['young'] },
    })
    const present = await now(of('runs'))
    const opened = {
      name: 'runs',
      pipeline: present.pipeline,
      dlq: null,
      tier: 'SP2',
      failoverEnabled: false,
    }
    const whys = [
      [{ ...of('runs'), name: 'other' }, 'already has a processor'],
      [{ ...of('runs'), pipeline: pipeline('another topic') }, 'drop the checkpoint'],
      [
        { ...of('runs'), tier: 'SP30', opened },
        'changed by someone else after you opened this form: the tier',
      ],
      [{ ...of('runs'), pipeline: JSON.stringify(present.pipeline) }, 'already has these settings'],
      [{ ...of('young'), tier: 'SP2' }, 'until it is CREATED'],
      [{ ...of('nobody'), tier: 'SP2' }, 'no processor nobody'],
    ] as const
    for (const [input, why] of whys) expect((await refusal(begin(input))).message).toContain(why)
    expect((await refusal(begin(of('runs')))).fields).toMatchObject({
      form: 'There are no changes yet.',
    })
    expect(await gatehouse.calls({ groupId, operationId: 'stopGroupStreamProcessor' })).toEqual([])
  })

  test('drops the checkpoint on request, and its preview shows every call', async () => {
    const { of, groupId } = await lab({ processors: { STARTED: ['runs'] } })
    const input = {
      ...of('runs'),
      pipeline: pipeline('another topic'),
      options: { resumeFromCheckpoint: false },
    }
    const { data } = await operator(previewOp, { op: changeProcessor.id, input })
    const preview = previewOp.output.parse(data)
    expect(preview.steps?.map((s) => s.summary)).toEqual([
      'Stop runs',
      'Change the pipeline',
      'Start runs',
    ])
    expect((await until(groupId, await begin(input), ['done'])).state).toBe('done')
    expect(await now(of('runs'))).toMatchObject({
      state: 'STARTED',
      stats: { inputMessageCount: expect.any(Number) },
    })
  })
})

describe('connections and workspaces', () => {
  test('a connection is deleted only when no processor uses it', async () => {
    const { groupId, of } = await lab({ processors: { STOPPED: ['rests'] } })
    const connection = (connectionName: string) => ({ groupId, tenantName, connectionName })
    expect((await refusal(operator(deleteConnection, connection('kafka')))).message).toContain(
      'rests uses this connection',
    )
    await operator(deleteConnection, connection('spare'))
    await later(6)
    const { data } = await as('viewer', listConnections, { groupId, tenantName })
    expect(listConnections.output.parse(data).results.map((c) => c.name)).toEqual(['kafka', 'sink'])
    expect(of('rests').groupId).toBe(groupId)
  })

  test('secrets of a connection stay on the server', async () => {
    const { data } = await as('viewer', listConnections, {
      groupId: '65d315a5cf22bccec52a1bb9',
      tenantName: 'orders-eu',
    })
    const rows = listConnections.output.parse(data).results
    expect(rows.find((c) => c.type === 'Https')).toMatchObject({ headers: '(hidden)' })
  })

  test('a workspace with running processors is not deleted', async () => {
    const { groupId } = await lab({ processors: { STARTED: ['runs'] } })
    expect((await refusal(operator(deleteWorkspace, { groupId, tenantName }))).message).toContain(
      'still running',
    )
    const empty = await lab()
    await operator(deleteWorkspace, { groupId: empty.groupId, tenantName })
    expect(
      (await refusal(as('viewer', listProcessors, { groupId: empty.groupId, tenantName }))).kind,
    ).toBe('not-found')
  })
})

describe('VPC peering', () => {
  test('is accepted with the account and VPC, rejected and deleted', async () => {
    const { groupId, peerings } = await lab({ peerings: true })
    const account = { groupId, requesterAccountId: '111122223333' }
    const of = (localStatus: string) => {
      const found = peerings.find((p) => p.localStatus === localStatus)
      if (!found) throw new Error(`The sandbox made no peering in ${localStatus}`)
      return { ...account, id: found.id, requesterVpcId: found.requesterVpcId }
    }
    const none = of('NONE')
    const wrong = { ...none, requesterVpcId: 'vpc-0a1b2c3d4e5f60718' }
    expect((await refusal(operator(acceptPeering, wrong))).message).toContain('does not match')
    await operator(acceptPeering, none)
    expect(await bodies(groupId, 'acceptGroupStreamVpcPeeringConnection')).toEqual([
      JSON.stringify({ requesterAccountId: '111122223333', requesterVpcId: none.requesterVpcId }),
    ])
    const { requesterVpcId: _, ...again } = none
    expect((await refusal(operator(rejectPeering, again))).message).toContain('being accepted')
    await later(12)
    const active = listActivePeerings.output.parse(
      (await as('viewer', listActivePeerings, { groupId })).data,
    )
    expect(active.results.map((p) => p._id)).toContain(none.id)
    await operator(deletePeering, again)
    await later(12)
    const left = listPeerings.output.parse((await as('viewer', listPeerings, account)).data).results
    expect(left.map((p) => p._id)).not.toContain(none.id)
    expect((await refusal(operator(deletePeering, again))).message).toContain(
      'no peering connection',
    )
  })
})
