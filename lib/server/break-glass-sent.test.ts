import { beforeEach, describe, expect, test } from 'vitest'
import { endUnreviewed } from '@/lib/approvals/break-glass'
import { claim } from '@/lib/approvals/effects'
import { recoverAbandoned } from '@/lib/approvals/reconciler'
import { append } from '@/lib/audit/append'
import { entries } from '@/lib/audit/read'
import { newId } from '@/lib/format/id'
import { inbox } from '@/lib/ops/inbox'
import { personAs, type TestProject } from '@/scripts/testing/console'
import { sql } from './database'
import { run } from './run'
import { settleAll, wasSeen } from './testing/acting'
import { bela, breaks, letReviewPass, liveByGlass, reviews, stateOf } from './testing/break-glass'
import { card, fileAccess, grantCalls } from './testing/requests'
import { startConsole } from './testing/start'
import { race } from './testing/votes'

const world = await startConsole()
const context = { requestId: 'test' }
const project = (more = {}) => world.project({ clusters: [{ name: 'main' }], ...more })
const _revokeCalls = async ({ groupId }: TestProject) =>
  (await world.calls({ groupId })).filter((c) => c.path.includes(':revokeMongoDBEmployeeAccess'))
const _logged = async (requestId: string, type: string) =>
  (await entries(sql(), { limit: 500, requestId })).filter(({ body }) => body.type === type)
const _unreviewed = async (person = personAs('approver')) =>
  inbox.output.parse((await run(inbox, {}, person, context)).data).toReview.map(({ id }) => id)

// Nobody waits for the review of another test.
beforeEach(
  () =>
    world.owner`update break_glass set verdict = 'justified', reviewer_iss = '', reviewer_sub = '',
      reviewer_name = '', reviewed_at = clock_timestamp() where reviewed_at is null`,
)

describe('the executor', () => {
  /** Breaks glass in the tables alone, as whoever holds the application's database password can. */
  async function forge(
    requestId: string,
    isLogged: false | { sub?: string; effect?: string; rev?: number } = false,
  ) {
    const id = newId()
    await sql()`update request set state = 'approved', execute_by = now() + interval '10 minutes' where id = ${requestId}`
    await sql()`insert into effect (id, request_id, kind, op, org_id, group_id, cluster_name, input, actor_name, execute_by)
      select ${id}, id, 'begin', op, org_id, group_id, cluster_name, input, 'Bela', execute_by from request where id = ${requestId}`
    await sql()`insert into break_glass (request_id, revision, digest, effect_id, iss, sub, reason, auth_time, review_due)
      select id, revision, digest, ${id}, requester_iss, requester_sub, 'forged', now(), now() + interval '1 day' from request where id = ${requestId}`
    if (!isLogged) return
    const { request } = await card(requestId)
    const { iss, sub } = bela()
    await sql().begin((tx) =>
      append(tx, {
        type: 'breakglass.used',
        actor: { kind: 'human', iss, sub: isLogged.sub ?? sub },
        request: { id: requestId, rev: isLogged.rev ?? request.revision, digest: request.digest },
        after: { effect: isLogged.effect ?? id, approved: {} },
      }),
    )
  }

  test.each([
    ['a row without an entry in the log', false],
    ['the entry of another call', { effect: newId() }],
    ['the entry of another person', { sub: 'someone-else' }],
    ['the entry of another revision', { rev: 2 }],
  ] as const)('break-glass: %s sends nothing', async (_, isLogged) => {
    const at = await project()
    const id = await fileAccess(at, {}, bela())
    await wasSeen(bela())
    await forge(id, isLogged)
    await settleAll()
    expect(await grantCalls(world, at)).toHaveLength(0)
    expect(await stateOf(id)).toBe('refused')
    expect((await card(id)).effects[0]?.note).toContain('audit log')
  })

  test('break-glass: a longer duration than recorded sends nothing', async () => {
    const at = await project()
    const id = await fileAccess(at, { minutes: 60 }, bela())
    await breaks(id, bela(), { minutes: 15 })
    await sql()`update effect set input = replace(input, '"minutes":15', '"minutes":60') where request_id = ${id}`
    await settleAll()
    expect([await stateOf(id), (await grantCalls(world, at)).length]).toEqual(['refused', 0])
  })

  test.each(['group', 'role'])(
    'break-glass: who lost the %s before it is sent gets nothing',
    async (lost) => {
      const at = await project()
      const id = await fileAccess(at, {}, bela())
      await breaks(id)
      await wasSeen(bela({ groups: lost === 'group' ? ['gatehouse-viewers'] : [] }))
      await settleAll()
      expect([await stateOf(id), (await grantCalls(world, at)).length]).toEqual(['refused', 0])
    },
  )

  test('break-glass: what is overdue or not justified before it is sent is never sent', async () => {
    for (const verdict of ['not-justified', 'overdue'] as const) {
      const at = await project()
      const id = await fileAccess(at, {}, bela())
      await breaks(id)
      if (verdict === 'overdue') await letReviewPass(world, id)
      else await reviews(id, personAs('approver'), verdict)
      await endUnreviewed(sql())
      await settleAll()
      expect([await stateOf(id), (await grantCalls(world, at)).length]).toEqual(['revoked', 0])
    }
  })

  test('break-glass: a console that dies after it took the call over sends it once, from another', async () => {
    const at = await project()
    const id = await fileAccess(at, {}, bela())
    await breaks(id)
    await claim(sql(), 'begin')
    await world.owner`update effect set lease_until = now() - interval '1 second' where request_id = ${id}`
    await recoverAbandoned(sql())
    await Promise.all([settleAll(), settleAll()])
    expect([await stateOf(id), (await grantCalls(world, at)).length]).toEqual(['approved', 1])
  })

  test('break-glass: the application can’t undo a review, an overdue mark or a deadline', async () => {
    const id = await liveByGlass(await project())
    const tries = [
      `update break_glass set review_due = now() + interval '1 year' where request_id = '${id}'`,
      `delete from break_glass where request_id = '${id}'`,
      `update break_glass set overdue_at = null where request_id = '${id}'`,
      `update break_glass set verdict = 'not-justified' where request_id = '${id}'`,
    ]
    await letReviewPass(world, id)
    await endUnreviewed(sql())
    await reviews(id)
    for (const text of tries) {
      const outcome = await sql()
        .unsafe(text)
        .then(
          () => 'done',
          () => 'refused',
        )
      expect([text, outcome]).toEqual([text, 'refused'])
    }
    expect((await race([reviews(id)])).refused).toHaveLength(1)
  })
})
