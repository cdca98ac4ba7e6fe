import { expect, test } from 'vitest'
import { executeNext } from '@/lib/approvals/executor'
import { verifyDatabase } from '@/lib/audit/verify'
import {
  approveRequest,
  cancelRequest,
  denyRequest,
  editRequest,
  fileRequest,
  revokeRequest,
} from '@/lib/ops/requests'
import { personAs } from '@/scripts/testing/console'
import { sql } from './database'
import { reach } from './reach'
import { run } from './run'
import { settleAll } from './testing/acting'
import { approve, card, fileAccess, why } from './testing/requests'
import { startConsole } from './testing/start'

const world = await startConsole()
const context = { requestId: 'test' }

const newProject = (more: Record<string, unknown> = {}) =>
  world.project({ clusters: [{ name: 'main' }], ...more })

test('A1: when the audit insert fails, every change is rolled back and Atlas is not called', async () => {
  const [project, other] = [await newProject(), await newProject()]
  const id = await fileAccess(project)
  const digest = (await card(id)).request.digest
  const live = await fileAccess(other)
  await approve(live)
  await settleAll()
  const input = {
    groupId: project.groupId,
    clusterName: 'main',
    grantType: 'CLUSTER_DATABASE_LOGS',
    minutes: 60,
  }
  const before = await world.calls({ method: 'POST' })
  await world.owner`revoke execute on function audit_append(bigint, text) from public`
  await world.owner.unsafe(
    `revoke execute on function audit_append(bigint, text) from gatehouse_app`,
  )
  const attempts: Array<[Parameters<typeof run>[0], Record<string, unknown>, string]> = [
    [
      fileRequest,
      {
        op: 'employee.grant',
        input: { ...input, groupId: (await newProject()).groupId },
        ...why,
      },
      'requester',
    ],
    [
      editRequest,
      {
        requestId: id,
        input: { ...input, minutes: 30 },
        ...why,
        revision: 1,
      },
      'requester',
    ],
    [approveRequest, { requestId: id, digest }, 'approver'],
    [denyRequest, { requestId: id, digest, comment: 'not now please' }, 'approver'],
    [cancelRequest, { requestId: id }, 'requester'],
    [revokeRequest, { requestId: live }, 'operator'],
  ]
  const state = () => sql()`select id, state, revision from request order by id`
  const rows = await state()
  for (const [op, value, who] of attempts)
    await expect(run(op, value, personAs(who), context)).rejects.toThrow(/permission denied/)
  await expect(executeNext(sql(), reach)).resolves.toBe(false)
  expect(await state()).toEqual(rows)
  await world.owner.unsafe(`grant execute on function audit_append(bigint, text) to gatehouse_app`)
  expect(
    (await world.calls({ method: 'POST' })).filter((c) => c.path.includes('/groups/')).length,
  ).toBe(before.filter((c) => c.path.includes('/groups/')).length)
  expect(await verifyDatabase(sql())).toMatchObject({ ok: true })
})
