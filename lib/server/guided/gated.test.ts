import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { executeNext } from '@/lib/approvals/executor'
import { reconcile } from '@/lib/approvals/reconciler'
import { previewOp } from '@/lib/ops/console'
import { OpError } from '@/lib/ops/failure'
import { getGuided, guidedStarted } from '@/lib/ops/guided'
import { whoAmI } from '@/lib/ops/me'
import { approveRequest, fileRequest, getRequest } from '@/lib/ops/requests'
import { changeProcessor } from '@/lib/ops/stream-change'
import { definitionOf, modifyProcessor } from '@/lib/ops/stream-definition'
import { getProcessor, stopProcessor } from '@/lib/ops/stream-processors'
import { personAs } from '@/scripts/testing/console'
import { configuration } from '../configuration'
import { sql } from '../database'
import { policySchema } from '../policy-schema'
import { reach } from '../reach'
import { run } from '../run'
import { runTyped } from '../testing/acting'
import { startConsole } from '../testing/start'
import { advanceNext } from './advance'

const raised = { [stopProcessor.id]: 'approval', [modifyProcessor.id]: 'approval' }
const world = await startConsole({
  configure: (file) => ({
    ...file,
    policy: { rules: [{ name: 'processors' }], friction: raised },
  }),
})
beforeAll(async () => {
  const { iss, sub, name, groups } = personAs('approver')
  await sql()`insert into person_seen ${sql()({ iss, sub, name, groups })}`
})

const operator = async (op: Parameters<typeof run>[0], input: unknown) =>
  (await runTyped(op, input, personAs('operator'))).data

async function lab(processors: Record<string, string[]>) {
  const { groupId } = await world.project()
  await world.control('POST', 'fill', { area: 'streams', groupId, processors })
  return (processorName: string) => ({ groupId, tenantName: 'lab', processorName })
}

const now = async (at: object) => getProcessor.output.parse(await operator(getProcessor, at))

/** Asked for, approved and sent, until the request is closed. */
async function byRequest(op: { id: string }, input: object) {
  const asked = { op: op.id, input, reason: 'A test needs it to be so' }
  const { requestId } = fileRequest.output.parse(await operator(fileRequest, asked))
  const card = async () =>
    getRequest.output.parse((await run(getRequest, { requestId }, personAs('approver'))).data)
      .request
  await run(approveRequest, { requestId, digest: (await card()).digest }, personAs('approver'))
  for (let looks = 0; looks < 20 && (await card()).state !== 'closed'; looks += 1) {
    await executeNext(sql(), reach)
    await world.control('POST', 'clock', { advanceSeconds: 20 })
    await world.owner`update effect set next_check_at = clock_timestamp() where state in ('planned', 'unknown')`
    await reconcile(sql(), reach)
  }
  return card()
}

test('the form shows which steps need approval', async () => {
  const me = whoAmI.output.parse(await operator(whoAmI, {}))
  expect(me.gated.sort()).toEqual([modifyProcessor.id, stopProcessor.id])
})

test('a guided change with such a step says so in its preview and does not start', async () => {
  const of = await lab({ STARTED: ['runs'], STOPPED: ['rests'] })
  for (const [name, title] of [
    ['runs', 'Stop a stream processor'],
    ['rests', 'Modify a stopped stream processor'],
  ] as const) {
    const input = { ...of(name), tier: 'SP2' }
    const preview = await operator(previewOp, { op: changeProcessor.id, input })
    const { whyNot } = previewOp.output.parse(preview)
    expect(whyNot).toContain(`One of its steps (${title}`)
    expect(whyNot).toContain('needs approval here')
    const refused: unknown = await operator(changeProcessor, input).catch((e: unknown) => e)
    expect(refused).toBeInstanceOf(OpError)
    expect(refused).toMatchObject({ kind: 'needs-approval', message: whyNot })
  }
  expect((await now(of('runs'))).state).toBe('STARTED')
})

test('its steps are requested one by one, approved and done', async () => {
  const of = await lab({ STARTED: ['runs'] })
  expect(await byRequest(stopProcessor, of('runs'))).toMatchObject({ how: 'done' })
  expect((await now(of('runs'))).state).toBe('STOPPED')
  const modified = await byRequest(modifyProcessor, { ...of('runs'), tier: 'SP2' })
  expect(modified).toMatchObject({ how: 'done' })
  expect((await now(of('runs'))).tier).toBe('SP2')
})

test('an approved change does not overwrite a change made elsewhere since the form was opened', async () => {
  const of = await lab({ STOPPED: ['rests'] })
  const opened = definitionOf(await now(of('rests')))
  await byRequest(modifyProcessor, { ...of('rests'), tier: 'SP5', opened })
  const late = byRequest(modifyProcessor, { ...of('rests'), failoverEnabled: true, opened })
  await expect(late).rejects.toMatchObject({ kind: 'conflict' })
  expect(await now(of('rests'))).toMatchObject({ tier: 'SP5' })
  expect((await now(of('rests'))).failoverEnabled ?? false).toBe(false)
  const again = definitionOf(await now(of('rests')))
  const tier = await byRequest(modifyProcessor, { ...of('rests'), tier: 'SP2', opened: again })
  expect(tier).toMatchObject({ how: 'done' })
})

test('a running change does not send a step that needs approval since: the processor restarts unchanged', async () => {
  const of = await lab({ STARTED: ['runs'] })
  const { friction } = configuration().policy
  for (const id of Object.keys(raised)) delete friction[id]
  const { runId } = guidedStarted.parse(
    await operator(changeProcessor, { ...of('runs'), tier: 'SP2' }),
  )
  const seen = async () =>
    getGuided.output.parse(await operator(getGuided, { groupId: of('runs').groupId, runId }))
  const hop = async () => {
    await world.control('POST', 'clock', { advanceSeconds: 20 })
    await world.owner`
      update guided_run set next_at = clock_timestamp(), lease_until = null where id = ${runId}`
    return advanceNext()
  }
  while ((await seen()).steps[0]?.state !== 'done') await hop()
  Object.assign(friction, raised)
  while (await hop());
  expect(await seen()).toMatchObject({
    state: 'put-back',
    steps: [{ state: 'done' }, { state: 'failed' }, { state: 'waiting' }],
    note: expect.stringContaining('needs approval here'),
  })
  const after = await now(of('runs'))
  expect(after).toMatchObject({ state: 'STARTED' })
  expect(after).not.toHaveProperty('tier')
})

test('the configuration refuses to require approval for a command of several steps', () => {
  const policy = { rules: [{ name: 'any' }], friction: { [changeProcessor.id]: 'approval' } }
  const { error } = policySchema.safeParse(policy)
  expect(error && z.prettifyError(error)).toContain('has several steps')
})

test('an approver sees what is dropped, and what Atlas would refuse, before deciding', async () => {
  const of = await lab({ STOPPED: ['rests'] })
  const told = async (options: object) => {
    const pipeline = JSON.stringify([
      { $source: { connectionName: 'kafka', topic: 'another' } },
      { $emit: { connectionName: 'kafka', topic: 'out' } },
    ])
    const input = { ...of('rests'), pipeline, options }
    return previewOp.output.parse(await operator(previewOp, { op: modifyProcessor.id, input }))
  }
  expect(await told({ resumeFromCheckpoint: false })).toMatchObject({
    whyNot: null,
    friction: { level: 'approval', because: expect.stringContaining('permanently drops') },
  })
  expect((await told({})).whyNot).toContain('drop the checkpoint')
})
