import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { entries } from '@/lib/audit/read'
import { type FreshDatabase, freshDatabase } from '@/scripts/testing/database'
import { sql } from '../database'
import type { Person } from '../person'
import { liveSession, startSession } from '../session'
import { configured } from '../testing/configured'
import { end, endMine, endOthersOf, list, mine } from './sessions'

let database: FreshDatabase

beforeAll(async () => {
  configured()
  database = await freshDatabase()
  process.env.DATABASE_URL = database.appUrl
})
afterAll(async () => {
  await sql().end()
  await database.drop()
})

const start = (sub: string) =>
  startSession({
    iss: 'http://localhost:4011',
    sub,
    name: sub,
    email: null,
    groups: ['gatehouse-viewers'],
    id_token: null,
    auth_time: null,
    acr: null,
    sid: null,
    groups_note: null,
    ip: null,
    ua: null,
  })

const actor = (sub: string, sessionId: string): Person => ({
  kind: 'human',
  iss: 'http://localhost:4011',
  sub,
  name: sub,
  groups: ['gatehouse-admins'],
  sessionId,
  authTime: null,
  bindings: [],
})

test('an admin sees who is signed in and ends a session, once', async () => {
  const mine = await start('admin')
  const other = await start('vera')
  const person = actor('admin', mine)
  expect((await list({}, { person })).results.map((s) => [s.name, s.isMe])).toEqual(
    expect.arrayContaining([
      ['admin', true],
      ['vera', false],
    ]),
  )
  const context = {
    person,
    requestId: 'test',
    decision: {
      place: undefined,
      roles: ['admin' as const],
      role: 'admin' as const,
      binding: 'admins',
    },
  }
  expect(await end({ sessionId: other }, context)).toEqual({ ended: true })
  expect(await liveSession(other, { fresh: false })).toBeUndefined()
  const [row] = await sql()`select ended_by from session where id = ${other}`
  expect(row?.ended_by).toBe('admin admin')
  const [proof] = await entries(sql(), { limit: 1, newestFirst: true })
  expect(proof?.body).toMatchObject({ type: 'session.ended', target: `session ${other}` })
  expect((await list({}, { person })).results.map((s) => s.name)).toEqual(['admin'])
  await expect(end({ sessionId: other }, context)).rejects.toMatchObject({ kind: 'not-found' })
})

test('people see and end their own sessions only', async () => {
  const [here, other, theirs] = [await start('rosa'), await start('rosa'), await start('omar')]
  const person = actor('rosa', here)
  const context = {
    person,
    requestId: 'test',
    decision: { place: undefined, roles: [], role: 'viewer' as const, binding: 'viewers' },
  }
  const shown = async () =>
    (await mine({}, { person })).results.map(({ id, isMe }) => [id, isMe]).toSorted()
  expect(await shown()).toEqual(
    [
      [here, true],
      [other, false],
    ].toSorted(),
  )
  expect(await endMine({ sessionId: other }, context)).toEqual({ ended: true })
  expect(await shown()).toEqual([[here, true]])
  await expect(endMine({ sessionId: theirs }, context)).rejects.toMatchObject({ kind: 'not-found' })
  expect(await liveSession(theirs, { fresh: true })).toBeDefined()
})

test('signing out everywhere ends a person’s other sessions, also without a role', async () => {
  const [here, other, theirs] = [await start('otto'), await start('otto'), await start('omar')]
  const cli = randomUUID()
  await sql()`
    insert into session (id, iss, sub, name, groups, parent, refresh_hash)
    select ${cli}, iss, sub, name, groups, id, sha256('cli') from session where id = ${other}`
  // The browser is the first in the list.
  await sql()`update session set seen_at = clock_timestamp() where id = ${other}`
  await endOthersOf({ ...actor('otto', here), groups: ['staff'] }, 'test')
  for (const id of [other, cli]) expect(await liveSession(id, { fresh: true })).toBeUndefined()
  for (const id of [here, theirs]) expect(await liveSession(id, { fresh: true })).toBeDefined()
  const recorded = await entries(sql(), { limit: 2, newestFirst: true })
  expect(recorded.map(({ body }) => body)).toMatchObject(
    [other, cli].map((id) => ({ type: 'session.ended', target: `session ${id}` })),
  )
})
