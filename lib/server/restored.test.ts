import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { claim } from '@/lib/approvals/effects'
import { gatehouse } from '@/lib/approvals/gatehouse'
import { expireWaiting, holdGrants } from '@/lib/approvals/held'
import { append } from '@/lib/audit/append'
import { entries } from '@/lib/audit/read'
import { releaseHeld } from '@/lib/ops/effects'
import { inbox } from '@/lib/ops/inbox'
import { revokeRequest } from '@/lib/ops/requests'
import { personAs, type TestProject } from '@/scripts/testing/console'
import { sql } from './database'
import { beat, holdIfReplaced, holdIfRestored } from './restored'
import { run } from './run'
import { as, refusal, settleAll } from './testing/acting'
import { approve, card, fileAccess, grantCalls } from './testing/requests'
import { startConsole } from './testing/start'

const world = await startConsole()
afterEach(async () => {
  rmSync(join(process.env.GATEHOUSE_DATA ?? '', 'checkpoint.json'), { force: true })
  await world.owner`delete from heartbeat`
})

async function planned(): Promise<{ project: TestProject; id: string }> {
  const project = await world.project({ clusters: [{ name: 'main' }] })
  const id = await fileAccess(project)
  await approve(id)
  // A row that is newer than the backup.
  await sql().begin((tx) => append(tx, { type: 'console.started', actor: gatehouse }))
  return { project, id }
}
/** Removes the newest rows of the chain, as restoring an older backup would. */
async function goBack(rows: number) {
  await world.owner.begin(async (tx) => {
    await tx`alter table audit disable trigger user`
    await tx`alter table audit_head disable trigger user`
    await tx`delete from audit where seq > (select max(seq) - ${rows} from audit)`
    await tx`update audit_head set seq = a.seq, hash = a.hash from (select * from audit order by seq desc limit 1) a`
    await tx`alter table audit enable trigger user`
    await tx`alter table audit_head enable trigger user`
  })
}
const isHeld = async (id: string) => (await card(id)).effects[0]?.heldSince !== null

test('a grant that was approved before an ordinary restart is sent', async () => {
  const { project, id } = await planned()
  await beat()
  await holdIfRestored()
  await settleAll()
  expect(await isHeld(id)).toBe(false)
  expect(await grantCalls(world, project)).toHaveLength(1)
})

test.each([
  [
    'is behind the checkpoint',
    async () => {
      await beat()
      await goBack(1)
      await holdIfRestored()
    },
  ],
  [
    'was not used for an hour',
    async () => {
      await beat()
      await world.owner`update heartbeat set at = at - interval '1 hour'`
      await holdIfRestored()
    },
  ],
  [
    'goes back under a running console',
    async () => {
      await holdIfReplaced()
      await goBack(1)
      await holdIfReplaced()
    },
  ],
])('a grant is not sent when the database %s, until a person releases it', async (_, restore) => {
  const { project, id } = await planned()
  await restore()
  await settleAll()
  expect(await grantCalls(world, project)).toHaveLength(0)
  const { data } = await as('approver', inbox, {})
  expect(inbox.output.parse(data).stuck).toContainEqual(
    expect.objectContaining({ requestId: id, isHeld: true }),
  )

  expect(await refusal(as('viewer', releaseHeld, { requestId: id }))).toMatchObject({
    kind: 'not-allowed',
  })
  await as('approver', releaseHeld, { requestId: id })
  await settleAll()
  expect(await grantCalls(world, project)).toHaveLength(1)
  expect((await entries(sql(), { limit: 50, requestId: id })).map((e) => e.body.type)).toContain(
    'grants.released',
  )
  expect(await refusal(as('approver', releaseHeld, { requestId: id }))).toMatchObject({
    kind: 'conflict',
  })
})

test('a held grant cannot be released by its requester, can be revoked, and delays no revoke', async () => {
  const { project, id } = await planned()
  await holdGrants(sql(), 'A test says so.')
  const own = personAs('requester', { bindings: personAs('approver').bindings })
  expect(await refusal(run(releaseHeld, { requestId: id }, own))).toMatchObject({
    kind: 'not-allowed',
  })
  // Another account of the requester: both signed in with one address.
  const two = { ...personAs('approver'), sub: 'requester-too' }
  for (const { iss, sub } of [own, two])
    await world.owner`insert into account_email (iss, sub, email) values (${iss}, ${sub}, 'rosa@example.com')`
  expect(await refusal(run(releaseHeld, { requestId: id }, two))).toMatchObject({
    kind: 'not-allowed',
  })
  await world.owner`delete from account_email where email = 'rosa@example.com'`
  await as('operator', revokeRequest, { requestId: id })
  expect((await card(id)).request).toMatchObject({ state: 'closed', how: 'revoked' })
  expect(await claim(sql())).toBeUndefined()
  expect(await grantCalls(world, project)).toHaveLength(0)
})

test('a held grant cannot be released by the person it is for', async () => {
  const project = await world.project({ clusters: [{ name: 'main' }] })
  const id = await fileAccess(project)
  const forWhom = personAs('approver')
  await world.owner`
    update request set beneficiary_iss = ${forWhom.iss}, beneficiary_sub = ${forWhom.sub} where id = ${id}`
  expect(await refusal(run(releaseHeld, { requestId: id }, forWhom))).toMatchObject({
    kind: 'not-allowed',
  })
})

test('a held grant closes as missed when nobody releases it in time', async () => {
  const { id } = await planned()
  await holdGrants(sql(), 'A test says so.')
  await world.owner`update effect set execute_by = clock_timestamp() - interval '1 second' where request_id = ${id}`
  await expireWaiting(sql())
  expect((await card(id)).request).toMatchObject({ state: 'closed', how: 'missed' })
})
