import { describe, expect, test } from 'vitest'
import { expirePending } from '@/lib/approvals/employee-access/observer'
import { grantEmployeeAccess } from '@/lib/ops/employee'
import {
  approveRequest,
  cancelRequest,
  denyRequest,
  editRequest,
  fileRequest,
} from '@/lib/ops/requests'
import { personAs } from '@/scripts/testing/console'
import { sql } from './database'
import { run } from './run'
import { refusal, settleAll } from './testing/acting'
import { approve, card, fileAccess, grantCalls, hasLeft, slot, why } from './testing/requests'
import { startConsole } from './testing/start'

const world = await startConsole()
const context = { requestId: 'test' }

const newProject = (more: Record<string, unknown> = {}) =>
  world.project({ clusters: [{ name: 'main' }], ...more })

describe('what an approval binds to', () => {
  test('D7: an edit makes a new digest, and a decision on the old card is refused', async () => {
    const project = await newProject()
    const id = await fileAccess(project)
    const old = (await card(id)).request
    const input = { ...old.input, minutes: 90 }
    await run(
      editRequest,
      { requestId: id, input, ...why, ticket: 'CASE-0124', revision: 1 },
      personAs('requester'),
      context,
    )
    const next = (await card(id)).request
    expect(next.digest).not.toBe(old.digest)
    const late = run(
      approveRequest,
      { requestId: id, digest: old.digest },
      personAs('approver'),
      context,
    )
    expect(await refusal(late)).toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('edited'),
    })
    const staleEdit = run(
      editRequest,
      { requestId: id, input, ...why, ticket: 'CASE-0124', revision: 1 },
      personAs('requester'),
      context,
    )
    expect(await refusal(staleEdit)).toMatchObject({ kind: 'conflict' })
  })

  test('D7: a request that was changed in the database after approval is not executed', async () => {
    for (const change of [
      { input: '{"clusterName":"main","minutes":999}' },
      { reason: 'another reason altogether' },
      { group_id: 'f'.repeat(24) },
      { decide_by: new Date(0) },
    ]) {
      const project = await newProject()
      const id = await fileAccess(project)
      await approve(id)
      await world.owner`update request set ${world.owner(change)} where id = ${id}`
      await settleAll()
      const [r] = await sql()`select state, how from request where id = ${id}`
      expect(r).toEqual({ state: 'closed', how: 'refused' })
      expect(await grantCalls(world, project)).toHaveLength(0)
    }
  })

  test('D7: a call that differs from what was approved is not sent', async () => {
    const project = await newProject()
    const id = await fileAccess(project)
    await approve(id)
    await world.owner`update effect set input = replace(input, '"minutes":60', '"minutes":6000') where request_id = ${id}`
    await settleAll()
    expect(await grantCalls(world, project)).toHaveLength(0)
  })

  test('an approval can be shorter than requested, never longer', async () => {
    const project = await newProject()
    const id = await fileAccess(project)
    expect(await refusal(approve(id, personAs('approver'), { minutes: 61 }))).toMatchObject({
      kind: 'invalid',
    })
    await approve(id, personAs('approver'), { minutes: 30 })
    await settleAll()
    const [call] = await grantCalls(world, project)
    const left = Date.parse(JSON.parse(call?.body ?? '{}').expirationTime) - Date.now()
    expect(left).toBeGreaterThan(29 * 60_000)
    expect(left).toBeLessThanOrEqual(30 * 60_000)
  })

  test('E8: the duration counts from execution, not from the request', async () => {
    const project = await newProject()
    const id = await fileAccess(project, { minutes: 180 })
    await world.owner`update request set created_at = created_at - interval '30 minutes' where id = ${id}`
    await approve(id)
    const executedAt = Date.now()
    await settleAll()
    const end = Date.parse((await slot(project)).now?.expirationTime ?? '')
    expect(Math.abs(end - executedAt - 180 * 60_000)).toBeLessThanOrEqual(5_000)
  })
})

describe('what the rules refuse before anything is written', () => {
  test('too long, a wrong ticket, a short reason, a flex cluster, a second request for a slot', async () => {
    const project = await newProject()
    const ask = (more: Record<string, unknown>, fields: Record<string, unknown> = {}) =>
      refusal(
        run(
          fileRequest,
          {
            op: 'employee.grant',
            input: {
              groupId: project.groupId,
              clusterName: 'main',
              grantType: 'CLUSTER_DATABASE_LOGS',
              minutes: 60,
              ...fields,
            },
            ...why,
            ...more,
          },
          personAs('requester'),
          context,
        ),
      )
    expect((await ask({}, { minutes: 1500 })).fields).toHaveProperty('input.minutes')
    expect((await ask({ ticket: 'whatever' })).fields).toHaveProperty('ticket')
    expect((await ask({ reason: 'short' })).fields).toHaveProperty('reason')
    expect((await ask({}, { grantType: 'EVERYTHING' })).fields).toHaveProperty('input.grantType')
    expect((await ask({}, { clusterName: '../other' })).fields).toHaveProperty('input.clusterName')
    expect(await ask({ op: 'clusters.get' })).toMatchObject({ kind: 'not-found' })
    await fileAccess(project)
    expect(await ask({})).toMatchObject({ kind: 'conflict' })
  })

  test('the grant cannot be called directly, only requested', async () => {
    const project = await newProject()
    const input = {
      groupId: project.groupId,
      clusterName: 'main',
      grantType: 'CLUSTER_INFRASTRUCTURE',
      minutes: 60,
    }
    expect(
      await refusal(run(grantEmployeeAccess, input, personAs('operator'), context)),
    ).toMatchObject({ kind: 'needs-approval' })
    expect(await grantCalls(world, project)).toHaveLength(0)
  })

  test('a denial needs a reason and settles; a canceled request cannot be approved; one past its time expires', async () => {
    const [a, b, c] = [await newProject(), await newProject(), await newProject()]
    const denied = await fileAccess(a)
    const digest = (await card(denied)).request.digest
    expect(
      await refusal(
        run(denyRequest, { requestId: denied, digest, comment: '' }, personAs('approver'), context),
      ),
    ).toMatchObject({ kind: 'invalid' })
    await run(
      denyRequest,
      { requestId: denied, digest, comment: 'Logs are enough here' },
      personAs('approver'),
      context,
    )
    expect(await refusal(approve(denied, personAs('approver2')))).toMatchObject({
      kind: 'conflict',
    })
    const canceled = await fileAccess(b)
    await run(cancelRequest, { requestId: canceled }, personAs('requester'), context)
    expect(await refusal(approve(canceled))).toMatchObject({ kind: 'conflict' })
    const late = await fileAccess(c)
    await hasLeft(world.owner, late, -1)
    expect(await refusal(approve(late))).toMatchObject({ kind: 'conflict' })
    await expirePending(sql())
    expect((await card(late)).request.state).toBe('expired')
  })
})
