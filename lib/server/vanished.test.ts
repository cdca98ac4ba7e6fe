import { expect, test } from 'vitest'
import { revokeRequest } from '@/lib/ops/requests'
import type { TestProject } from '@/scripts/testing/console'
import { sql } from './database'
import { observeEnds } from './employee-access/observe'
import { as, settleAll } from './testing/acting'
import { approve, card, fileAccess } from './testing/requests'
import { startForwarded } from './testing/start'

const { world, between } = await startForwarded()

async function asked() {
  const project = await world.project({ clusters: [{ name: 'main' }] })
  const id = await fileAccess(project)
  await approve(id)
  return { id, project }
}
async function granted() {
  const one = await asked()
  await settleAll()
  return one
}
/** Answers every call about these projects with a status, and makes this console forget them. */
const vanish = (projects: readonly TestProject[], instead: number) => {
  between.spoil(({ path }) =>
    projects.some(({ groupId }) => path.includes(groupId)) ? { instead } : undefined,
  )
  Reflect.deleteProperty(globalThis, 'gatehouseDirectory')
}
const over = (id: string, seconds: number) =>
  world.owner`update effect set expiration_time = clock_timestamp() - make_interval(secs => ${seconds}) where request_id = ${id}`

test('the grant of a project that was deleted can be seen and revoked', async () => {
  const { id, project } = await granted()
  vanish([project], 404)
  await expect.poll(async () => (await card(id)).unread).toMatch(/no longer/)
  await as('operator', revokeRequest, { requestId: id })
  await settleAll()
  expect((await card(id)).request).toMatchObject({ state: 'closed', how: 'revoked' })
})

test('grants of deleted projects close after their end and do not delay others', async () => {
  // More than one turn of the observer takes.
  const gone = await Promise.all(Array.from({ length: 41 }, asked))
  const { id: other } = await granted()
  vanish(
    gone.map(({ project }) => project),
    403,
  )
  for (const { id } of gone) await over(id, 60)
  await observeEnds()
  await over(other, 10)
  // Atlas removed it at its end.
  const { groupId, clusterName } = (await card(other)).request
  await world.control('POST', 'state', { groupId, clusterName, grant: null })
  await observeEnds()
  expect((await card(other)).request.how).toBe('ended')
  // A refused read proves nothing. Long after the end no proof is needed.
  for (const { id } of gone) await over(id, 3_600)
  for (let left = 2; left > 0; left -= 1) {
    await sql()`update effect set next_check_at = null where state = 'confirmed'`
    await observeEnds()
  }
  const ended = await sql()`select 1 from request where how = 'ended'`
  expect(ended).toHaveLength(gone.length + 1)
}, 120_000)

test('a grant that expired before its revoke was sent closes as ended', async () => {
  const { id, project } = await granted()
  await as('operator', revokeRequest, { requestId: id })
  await over(id, 1)
  await world.control('POST', 'state', {
    groupId: project.groupId,
    clusterName: 'main',
    grant: null,
  })
  await settleAll()
  expect((await card(id)).request).toMatchObject({ state: 'closed', how: 'ended' })
})
