import { describe, expect, test } from 'vitest'
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
import { as, refusal } from './testing/acting'
import { operator, pipeline, processorNow, streamsLab, tenantName } from './testing/streams'

const { console: gatehouse, lab, bodies, later, create } = streamsLab()

describe('one command', () => {
  test('stops a running processor, and explains why another cannot be stopped', async () => {
    const { of, groupId } = await lab({ processors: { STARTED: ['runs'], CREATED: ['new'] } })
    await operator(stopProcessor, of('runs'))
    await later(15)
    expect((await processorNow(of('runs'))).state).toBe('STOPPED')
    expect(await refusal(operator(stopProcessor, of('new')))).toMatchObject({
      kind: 'conflict',
      message: 'Only a STARTED processor can be stopped. This one is CREATED.',
    })
    expect(
      await gatehouse().calls({ groupId, operationId: 'stopGroupStreamProcessor' }),
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
      (await processorNow(of('a'))).state,
      (await processorNow(of('b'))).tier,
      (await processorNow(of('c'))).state,
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
      message: expect.stringContaining('can’t start or stop'),
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
    expect((await processorNow(of('rests'))).options).toMatchObject({ dlq: { coll: 'b' } })
    await operator(modifyProcessor, { ...of('rests'), options: { dlq: {} } })
    expect((await processorNow(of('rests'))).options?.dlq).toBeUndefined()
    expect(
      await gatehouse().calls({ groupId, operationId: 'updateGroupStreamProcessor' }),
    ).toHaveLength(2)
  })

  test('creates and deletes, and refuses a taken name', async () => {
    const { of, groupId } = await lab()
    const wanted = { groupId, tenantName, name: 'new', pipeline: pipeline() }
    await create(wanted)
    expect((await processorNow(of('new'))).state).toBe('CREATED')
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
    expect((await refusal(processorNow(of('new')))).kind).toBe('not-found')
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
    expect((await processorNow(of(name))).name).toBe(name)
    await operator(startProcessor, of(name))
    const [call] = await gatehouse().calls({ groupId, operationId: 'startGroupStreamProcessor' })
    expect(call?.path).toBe(
      `/api/atlas/v2/groups/${groupId}/streams/lab/processor/${encodeURIComponent(name)}:start`,
    )
    expect(call?.status).toBe(200)
  })

  test('a processor named .. is refused with a message', async () => {
    const { of } = await lab()
    expect((await refusal(processorNow(of('..')))).fields).toMatchObject({
      processorName: expect.stringContaining('reach'),
    })
  })

  test('an unanswered stop is not called done before it is', async () => {
    const { of, groupId } = await lab({ processors: { STARTED: ['runs'] } })
    await gatehouse().fault({
      match: { groupId, operationId: 'stopGroupStreamProcessor' },
      fault: { kind: 'reset-after' },
    })
    expect((await refusal(operator(stopProcessor, of('runs')))).kind).toBe('unknown-outcome')
  })
})

describe('a processor that Atlas lists but cannot read', () => {
  const unreadable = (groupId: string, status: number) =>
    gatehouse().fault({
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
    const sent = await gatehouse().calls({ groupId })
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
