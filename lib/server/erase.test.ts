import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import { verifyDatabase } from '@/lib/audit/verify'
import { newId } from '@/lib/format/id'
import { allowAddresses } from '@/lib/ops/access-list'
import { createSearchIndex } from '@/lib/ops/search'
import { changeProcessor } from '@/lib/ops/stream-change'
import { personAs } from '@/scripts/testing/console'
import { byOf } from './actor'
import { sql } from './database'
import { createMachine } from './machines/manage'
import { settingsOf } from './machines/testing'
import { machineRows, machineView } from './machines/view'
import type { Person } from './person'
import { run } from './run'
import { settleAll, wasSeen } from './testing/acting'
import { approve, card, fileFor } from './testing/requests'
import { startConsole } from './testing/start'

const WORDS = 'HIDDENPERSON'
const world = await startConsole()
let zelda: Person
beforeAll(async () => {
  zelda = personAs('operator', { sub: 'zelda-1', name: `Zelda ${WORDS}` })
}, 30_000)

/** Every text that any table of the database holds, with its table. */
async function whereIs(words: string): Promise<string[]> {
  const tables = await world.owner<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public'`
  const found = await Promise.all(
    tables.map(async ({ name }) => {
      const [row] = await world.owner<{ n: number }[]>`
        select count(*)::int as n from ${world.owner(name)} t where to_jsonb(t)::text ilike ${`%${words}%`}`
      return row?.n ? [name] : []
    }),
  )
  return found.flat()
}

const erase = (...words: string[]) =>
  promisify(execFile)('npm', ['run', '-s', 'audit:erase', '--', ...words], {
    env: { ...process.env, DATABASE_OWNER_URL: world.ownerUrl },
  })

test('a person’s text is erased in every table, and the audit log still verifies', async () => {
  await wasSeen(zelda)
  const { groupId } = await world.project({ clusters: [{ name: 'main' }] })
  const entry = { address: '203.0.113.9/32', comment: `By ${WORDS}` }
  await run(allowAddresses, { groupId, entries: [entry] }, zelda, { requestId: newId(), key: 'k' })
  const index = { groupId, clusterName: 'main', database: 'd', collectionName: 'c', type: 'search' }
  const named = { ...index, name: WORDS, definition: { mappings: { dynamic: true } } }
  await run(createSearchIndex, named, zelda, { requestId: newId() })
  const wide = { groupId, entries: [{ address: '203.0.0.0/8', comment: `For ${WORDS}` }] }
  const closed = await fileFor('access.allow', wide, zelda)
  await approve(closed)
  await settleAll()
  await world.control('POST', 'fill', { area: 'streams', groupId, processors: { STOPPED: ['p'] } })
  const change = { groupId, tenantName: 'lab', processorName: 'p', tier: 'SP5' }
  await run(changeProcessor, change, zelda, { requestId: newId() })
  await sql()`update guided_run set state = 'done', note = ${`By ${WORDS}`},
    steps = jsonb_set(steps, '{0,summary}', ${sql().json(`For ${WORDS}`)}) where group_id = ${groupId}`
  await sql()`insert into session (id, iss, sub, name, email, groups)
    values (gen_random_uuid(), ${zelda.iss}, ${zelda.sub}, ${zelda.name}, ${`${WORDS}@example.com`}, '{}')`
  await sql()`update request set beneficiary_sub = ${zelda.sub}, beneficiary_name = ${zelda.name} where id = ${closed}`
  await world.owner`update decision set for_sub = ${zelda.sub}, for_name = ${zelda.name} where request_id = ${closed}`
  await world.owner`insert into break_glass (request_id, revision, digest, effect_id, iss, sub, reason, auth_time, review_due,
      verdict, reviewer_iss, reviewer_sub, reviewer_name, comment, reviewed_at)
    select r.id, r.revision, r.digest, e.id, ${zelda.iss}, ${zelda.sub}, ${WORDS}, now(), now() + interval '1 day',
      'justified', ${zelda.iss}, ${zelda.sub}, ${WORDS}, ${WORDS}, now()
    from request r join effect e on e.request_id = r.id where r.id = ${closed}`
  const other = { iss: zelda.iss, sub: 'ganon-1', name: 'Ganon' }
  for (const [from, to] of [
    [zelda, other],
    [other, zelda],
  ] as const)
    await sql()`insert into delegation (id, from_iss, from_sub, from_name, to_iss, to_sub, to_name, starts_at, ends_at)
      values (${newId()}, ${from.iss}, ${from.sub}, ${from.name}, ${to.iss}, ${to.sub}, ${to.name}, now(), now() + interval '1 day')`
  await sql()`insert into account_email (iss, sub, email)
    values (${zelda.iss}, ${zelda.sub}, ${`${WORDS}@example.com`.toLowerCase()})`
  await sql()`insert into preference (iss, sub, density, theme, home, shortcuts)
    values (${zelda.iss}, ${zelda.sub}, 'compact', 'dark', ${`/?q=${WORDS}`}, true)`
  await sql()`insert into saved_view (iss, sub, page, name, search)
    values (${zelda.iss}, ${zelda.sub}, '/', ${WORDS}, '')`
  const reviewer = { iss: zelda.iss, sub: zelda.sub, name: zelda.name }
  await world.owner`insert into access_review (id, name, org_id, group_ids, due_at, reviewers, starter_name, starter_sub, unread)
    values ('r', ${WORDS}, 'o', '{}', now(), ${world.owner.json([reviewer, other])}, ${zelda.name}, ${zelda.sub}, '{}')`
  await world.owner`insert into access_review_item (review_id, kind, name, detail, verdict, remark, iss, sub, by_name, decided_at)
    values ('r', 'binding', 'b', 'd', 'keep', ${WORDS}, ${zelda.iss}, ${zelda.sub}, ${zelda.name}, now())`
  await createMachine(
    'of-zelda',
    settingsOf({ owner: zelda }),
    { withSecret: true },
    { by: byOf(zelda), trace: 'test' },
  )
  expect(await whereIs(WORDS)).toEqual(
    expect.arrayContaining([
      'access_review',
      'access_review_item',
      'account_email',
      'break_glass',
      'decision',
      'delegation',
      'audit_text',
      'request',
      'effect',
      'guided_run',
      'machine',
      'machine_secret',
      'preference',
      'saved_view',
      'session',
      'person_seen',
    ]),
  )
  expect(await whereIs(WORDS)).not.toContain('audit')

  const { stdout } = await erase('--subject', zelda.sub)
  expect(stdout).toContain('Erased')
  // Names that Atlas itself still shows, such as the index created above.
  expect(await whereIs(WORDS)).toEqual(['thing'])
  expect(await sql()`select 1 from break_glass where request_id = ${closed}`).toHaveLength(1)
  expect((await machineView((await machineRows('of-zelda'))[0]!, zelda)).attention).toContain(
    'ownerless',
  )
  expect(await sql()`select verdict from access_review_item`).toEqual([{ verdict: 'keep' }])
  expect(await sql()`select reviewers -> 1 ->> 'name' as name from access_review`).toEqual([
    { name: 'Ganon' },
  ])
  expect(await verifyDatabase(sql())).toMatchObject({ ok: true })
  const [last] = await sql()<{ body: string }[]>`select body from audit order by seq desc limit 1`
  expect(last?.body).toContain('audit.erased')
  expect((await card(closed)).request).toMatchObject({ reason: '(erased)', state: 'closed' })
}, 60_000)

test('an open request keeps its text and is named', async () => {
  const { groupId } = await world.project()
  const ganon = personAs('operator', { sub: 'ganon-1' })
  const wide = { groupId, entries: [{ address: '203.0.0.0/8', comment: 'Everything' }] }
  const open = await fileFor('access.allow', wide, ganon)
  expect((await erase('--subject', ganon.sub)).stdout).toContain(open)
  expect((await card(open)).request.reason).not.toBe('(erased)')
}, 60_000)

test('one text is erased by its hash', async () => {
  const { groupId } = await world.project()
  const wide = { groupId, entries: [{ address: '203.0.0.0/8', comment: 'Everything' }] }
  await fileFor('access.allow', wide, personAs('operator'))
  const [text] = await sql()<{ commitment: string }[]>`select commitment from audit_text limit 1`
  await erase('--text', text?.commitment ?? '')
  expect(
    await sql()`select 1 from audit_text where commitment = ${text?.commitment ?? ''}`,
  ).toEqual([])
  expect(await verifyDatabase(sql())).toMatchObject({ ok: true })
}, 60_000)
