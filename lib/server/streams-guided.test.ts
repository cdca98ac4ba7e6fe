import { describe, expect, test } from 'vitest'
import { previewOp } from '@/lib/ops/console'
import { getGuided, putBackGuided, retryGuided } from '@/lib/ops/guided'
import { changeProcessor } from '@/lib/ops/stream-change'
import { sql } from './database'
import { advanceNext } from './guided/advance'
import { as, refusal } from './testing/acting'
import { operator, pipeline, processorNow, streamsLab } from './testing/streams'

const { console: gatehouse, lab, later } = streamsLab()

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
    expect(await processorNow(of('new / name'))).toMatchObject({ state: 'STARTED', tier: 'SP30' })
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
    expect([
      (await processorNow(of('rests'))).state,
      (await processorNow(of('new'))).state,
    ]).toEqual(['STOPPED', 'STARTED'])
  })

  test('is rolled back when Atlas refuses the change', async () => {
    const { of, groupId } = await lab({ processors: { STARTED: ['runs'] } })
    const runId = await begin({ ...of('runs'), tier: 'SP50' })
    const run = await until(groupId, runId, ['done', 'halted', 'put-back'])
    expect([run.state, run.putBack?.state]).toEqual(['put-back', 'done'])
    expect(await processorNow(of('runs'))).toMatchObject({ state: 'STARTED' })
    expect(
      await gatehouse().calls({ groupId, operationId: 'startGroupStreamProcessor' }),
    ).toHaveLength(1)
  })

  test('halts when the processor does not start again, and continues on request', async () => {
    const { of, groupId } = await lab({ processors: { STARTED: ['runs'] } })
    await gatehouse().fault({
      match: { groupId, operationId: 'startGroupStreamProcessor' },
      fault: { kind: 'status', status: 400, errorCode: 'STREAM_PROCESSOR_GENERIC_ERROR' },
    })
    const runId = await begin({ ...of('runs'), tier: 'SP30' })
    const halted = await until(groupId, runId, ['done', 'halted', 'put-back'])
    expect(halted.state).toBe('halted')
    expect((await processorNow(of('runs'))).state).toBe('STOPPED')
    expect((await refusal(begin({ ...of('runs'), tier: 'SP10' }))).message).toContain('halted')
    // It is changed: starting it would not make it what it was.
    expect(halted.putBack).toBeNull()
    expect((await refusal(operator(putBackGuided, { groupId, runId }))).message).toContain(
      'is done',
    )
    await operator(retryGuided, { groupId, runId })
    expect((await until(groupId, runId, ['done', 'halted'])).state).toBe('done')
    expect((await processorNow(of('runs'))).state).toBe('STARTED')
  })

  test('settles an unanswered step by reading', async () => {
    const { of, groupId } = await lab({ processors: { STARTED: ['runs'] } })
    for (const operationId of [
      'stopGroupStreamProcessor',
      'updateGroupStreamProcessor',
      'startGroupStreamProcessor',
    ])
      await gatehouse().fault({ match: { groupId, operationId }, fault: { kind: '500-after' } })
    const runId = await begin({ ...of('runs'), pipeline: pipeline('events', 'elsewhere') })
    expect((await until(groupId, runId, ['done', 'halted', 'put-back'])).state).toBe('done')
    expect(await processorNow(of('runs'))).toMatchObject({ state: 'STARTED' })
    expect(
      await gatehouse().calls({ groupId, operationId: 'updateGroupStreamProcessor' }),
    ).toHaveLength(1)
  })

  test('is refused before anything is stopped', async () => {
    const { of, groupId } = await lab({
      processors: { STARTED: ['runs', 'other'], INIT: ['young'] },
    })
    const present = await processorNow(of('runs'))
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
    expect(await gatehouse().calls({ groupId, operationId: 'stopGroupStreamProcessor' })).toEqual(
      [],
    )
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
    expect(await processorNow(of('runs'))).toMatchObject({
      state: 'STARTED',
      stats: { inputMessageCount: expect.any(Number) },
    })
  })
})
