import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { inbox } from '@/lib/ops/inbox'
import { getRequest } from '@/lib/ops/requests'
import { personAs, type TestProject } from '@/scripts/testing/console'
import { sql } from './database'
import type { Person } from './person'
import { run } from './run'
import { wasSeen } from './testing/acting'
import { fileAccess } from './testing/requests'
import { startConsole } from './testing/start'

let own: TestProject

const bindings = z.looseObject({ bindings: z.array(z.looseObject({ role: z.string() })) })
const bind = (group: string, role: string, scope: object) => ({ group, role, scope })

/** Of the sandbox's demo. */
const demoProject = '62384d9b88f12e6bc977eb45'

const world = await startConsole({
  configure: (file) => ({
    ...file,
    // The demo's rules name groups that have no binding here.
    policy: { rules: [{ name: 'every request', decideByMinutes: 1440 }] },
    bindings: [
      ...bindings.parse(file).bindings.filter(({ role }) => role !== 'approver'),
      bind('own-approvers', 'approver', { project: demoProject }),
      bind('SECRET-foreign-approvers', 'approver', { project: 'b2'.repeat(12) }),
      bind('SECRET-org-approvers', 'approver', { org: 'c3'.repeat(12) }),
      bind('SECRET-tag-approvers', 'approver', { tag: 'team=secret' }),
    ],
  }),
})
beforeAll(async () => {
  own = await world.project({ clusters: [{ name: 'blue' }, { name: 'hidden' }] })
})

const viewer = (scope: { project: string } | { tag: string }): Person =>
  personAs('viewer', { bindings: [{ group: 'viewers', role: 'viewer', scope }] })

test('the list of approvers names only groups that approve within the scope of the reader', async () => {
  const { data } = await run(inbox, {}, viewer({ project: demoProject }))
  const { onDuty } = inbox.output.parse(data)
  expect(onDuty).toContain('own-approvers')
  expect(onDuty.join()).not.toContain('SECRET')
})

const filedBy = (requester: Person) => fileAccess(own, { clusterName: 'blue' }, requester)

test('a card counts only clusters that its reader can see, and marks a second account of the reader', async () => {
  const boss = personAs('requester', { name: 'Bo Boss', email: 'bo@example.com' })
  await wasSeen(boss)
  const requestId = await filedBy(boss)
  await sql()`insert into slot ${sql()(
    ['blue', 'hidden'].map((name) => ({
      group_id: own.groupId,
      cluster_name: name,
      org_id: own.orgId,
      kind: 'dedicated',
      seen_at: new Date(),
      tags: sql().json([{ key: 'team', value: name === 'blue' ? 'blue' : 'secret' }]),
    })),
  )} on conflict (group_id, cluster_name) do update set tags = excluded.tags`

  const card = async (person: Person) =>
    getRequest.output.parse((await run(getRequest, { requestId }, person)).data)
  const seen = await card(viewer({ tag: 'team=blue' }))
  expect(seen.blast?.clustersInProject).toBe(1)
  expect(seen.request.requester.isTwin).toBe(false)

  const second = personAs('viewer', { sub: randomUUID(), name: ' bo boss' })
  expect((await card(second)).request.requester).toMatchObject({ isMe: false, isTwin: true })
  expect((await card(boss)).request.requester).toMatchObject({ isMe: true, isTwin: false })
})
