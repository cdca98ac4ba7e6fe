import { afterAll, beforeAll, expect, test } from 'vitest'
import { entries } from '@/lib/audit/read'
import { type FreshDatabase, freshDatabase } from '@/scripts/testing/database'
import { sql } from '../database'
import type { Person } from '../person'
import { liveSession, startSession } from '../session'
import { configured } from '../testing/configured'
import { end, list } from './sessions'

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
