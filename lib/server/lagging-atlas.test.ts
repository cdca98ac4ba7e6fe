import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { executeNext } from '@/lib/approvals/executor'
import { entries } from '@/lib/audit/read'
import { revokeRequest } from '@/lib/ops/requests'
import { sql } from './database'
import { reach } from './reach'
import { as, settleAll } from './testing/acting'
import { approve, card, fileAccess, grantCalls, longAgo, slot } from './testing/requests'
import {
  clusterPage,
  granted,
  isCluster,
  isList,
  later,
  observe,
  spoiledAtlas,
} from './testing/spoiled-atlas'

const { world, spoil, newProject, revokeCalls, handMade } = spoiledAtlas()

test('a proxy’s own 404 closes no grant and confirms no revoke', async () => {
  const project = await newProject()
  const id = await granted(project)
  await longAgo(world(), id)
  spoil(({ method, path }) => {
    if (method !== 'GET') return undefined
    if (isCluster(path)) return { status: 404, body: () => ({ message: 'no Route matched' }) }
    if (!isList(path)) return undefined
    return { body: (body) => ({ ...clusterPage.parse(body), results: [] }) }
  })
  await observe(project).catch(() => {})
  expect((await card(id)).request.state).toBe('approved')
  await as('operator', revokeRequest, { requestId: id })
  await executeNext(sql(), reach, 'end')
  expect((await card(id)).effects.find(({ isEnd }) => isEnd)?.state).not.toBe('confirmed')
})

describe('a list of clusters that lags', () => {
  test('does not close a grant or report an incident', async () => {
    const project = await newProject()
    const id = await granted(project)
    await longAgo(world(), id)
    spoil(({ path }) =>
      isList(path)
        ? {
            body: (body) => {
              const { results, ...rest } = clusterPage.parse(body)
              const before = results.map(({ mongoDBEmployeeAccessGrant: _, ...one }) => one)
              return { ...rest, results: before }
            },
          }
        : undefined,
    )
    await observe(project)
    expect((await card(id)).request.state).toBe('approved')
    expect((await slot(project)).drift).toBeNull()
  })

  test('does not bring back a grant that was revoked', async () => {
    const project = await newProject()
    const id = await granted(project)
    const { now } = await slot(project)
    await as('operator', revokeRequest, { requestId: id })
    await settleAll()
    await longAgo(world(), id)
    spoil(({ path }) =>
      isList(path)
        ? {
            body: (body) => {
              const { results, ...rest } = clusterPage.parse(body)
              const old = results.map((one) => ({ ...one, mongoDBEmployeeAccessGrant: now }))
              return { ...rest, results: old }
            },
          }
        : undefined,
    )
    await observe(project)
    expect((await slot(project)).drift).toBeNull()
    expect(
      (await entries(sql(), { limit: 50, type: 'drift.detected' })).filter((e) =>
        e.body.target?.includes(project.groupId),
      ),
    ).toEqual([])
  })

  test('that omits a cluster keeps its incident', async () => {
    const project = await newProject()
    await handMade(project, { grantType: 'CLUSTER_INFRASTRUCTURE', expirationTime: later(3_600) })
    await observe(project)
    spoil(({ path }) =>
      isList(path) ? { body: (body) => ({ ...clusterPage.parse(body), results: [] }) } : undefined,
    )
    await observe(project)
    expect((await slot(project)).drift).not.toBeNull()
  })
})

describe('clocks that differ', () => {
  const hour = 3_600_000
  // A grant of an hour is still there then.
  const nearly = 3_300_000
  test.each([
    ['behind', -hour],
    ['ahead', hour],
  ])('E7: with Atlas an hour %s no grant is sent, and revokes go on', async (_, ms) => {
    const [open, asked] = [await newProject(), await newProject()]
    const live = await granted(open)
    const id = await fileAccess(asked)
    await approve(id)
    spoil(() => ({ date: new Date(Date.now() + ms) }))
    await settleAll()
    expect(await grantCalls(world(), asked)).toHaveLength(0)
    expect((await card(id)).effects[0]).toMatchObject({
      state: 'planned',
      note: expect.stringMatching(/clock/i),
    })
    await as('operator', revokeRequest, { requestId: live })
    await settleAll()
    expect(await revokeCalls(open)).toHaveLength(1)
    spoil()
    await world().owner`update effect set next_check_at = null where request_id = ${id}`
    await settleAll()
    expect((await card(id)).effects[0]?.state).toBe('confirmed')
  })

  /** Makes the database's clock differ, for new connections. Without a number, it is right again. */
  async function shiftDatabase(seconds?: number) {
    const { owner } = world()
    const [{ name }] = await owner<[{ name: string }]>`select current_database() as name`
    await owner.unsafe(
      seconds === undefined
        ? `alter database ${name} reset search_path; drop schema skewed cascade`
        : `create schema skewed; grant usage on schema skewed to public;
          create function skewed.clock_timestamp() returns timestamptz language sql volatile
            as $$ select pg_catalog.clock_timestamp() + interval '${seconds} seconds' $$;
          alter database ${name} set search_path = skewed, pg_catalog, public`,
    )
    await sql().end()
    Reflect.deleteProperty(globalThis, 'gatehouseSql')
  }

  test.each([
    ['this server', 'behind', () => void vi.setSystemTime(Date.now() - nearly)],
    ['this server', 'ahead', () => void vi.setSystemTime(Date.now() + nearly)],
    ['the database', 'behind', () => shiftDatabase(-3_300)],
    ['the database', 'ahead', () => shiftDatabase(3_300)],
  ])(
    'E7: with the clock of %s nearly an hour %s no grant is sent, and revokes go on',
    async (who, _, shift) => {
      const [open, asked] = [await newProject(), await newProject()]
      const live = await granted(open)
      await approve(await fileAccess(asked))
      if (who === 'this server') vi.useFakeTimers({ toFake: ['Date'] })
      await shift()
      try {
        await settleAll()
        expect(await grantCalls(world(), asked)).toHaveLength(0)
        await as('operator', revokeRequest, { requestId: live })
        await settleAll()
        expect(await revokeCalls(open)).toHaveLength(1)
      } finally {
        vi.useRealTimers()
        if (who === 'the database') await shiftDatabase()
      }
    },
  )

  test('E7: if Atlas’s clock is less than a minute behind, the grant ends by that clock', async () => {
    const project = await newProject()
    const behind = 40_000
    spoil(() => ({ date: new Date(Date.now() - behind) }))
    const id = await fileAccess(project)
    await approve(id)
    await settleAll()
    const [call] = await grantCalls(world(), project)
    const { expirationTime } = z
      .object({ expirationTime: z.string() })
      .parse(JSON.parse(call?.body ?? ''))
    const left = Date.parse(expirationTime) - (Date.parse(call?.at ?? '') - behind)
    expect(left).toBeLessThanOrEqual(60 * 60_000)
    expect(left).toBeGreaterThan(60 * 60_000 - 10_000)
  })
})
