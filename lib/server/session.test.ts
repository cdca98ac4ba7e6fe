import { randomUUID } from 'node:crypto'
import { encode } from 'next-auth/jwt'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { samePeople } from '@/lib/approvals/same-people'
import { type FreshDatabase, freshDatabase } from '@/scripts/testing/database'
import { configuration } from './configuration'
import { cookieName } from './cookies'
import { sql } from './database'
import { BACKGROUND_HEADER, personFrom } from './person'
import { closeSession, liveSession, openSessions, startSession } from './session'
import { configured, testSecret, testUrl } from './testing/configured'

let database: FreshDatabase
let owner: postgres.Sql

beforeAll(async () => {
  configured({ signIn: { idleMinutes: 30, absoluteMinutes: 480 } })
  database = await freshDatabase()
  owner = postgres(database.ownerUrl, { max: 1, onnotice: () => {} })
  process.env.DATABASE_URL = database.appUrl
})
afterAll(async () => {
  await Promise.all([owner.end(), sql().end()])
  await database.drop()
})

const start = (
  sub: string,
  more: { groups?: string[]; replaces?: string; email?: string; email_verified?: boolean } = {},
) =>
  startSession(
    {
      iss: 'http://localhost:4011',
      sub,
      name: `Name of ${sub}`,
      email: more.email ?? null,
      ...(more.email_verified ? { email_verified: true } : {}),
      groups: more.groups ?? ['gatehouse-viewers'],
      id_token: 'the-id-token',
      auth_time: new Date('2026-11-21T10:00:00Z'),
      acr: null,
      sid: null,
      groups_note: null,
      ip: '203.0.113.8',
      ua: 'a browser',
    },
    more.replaces,
  )

const requestOf = async (sub: string, sid: string, headers: Record<string, string> = {}) =>
  new Request(`${testUrl}/api/ops/x`, {
    method: 'POST',
    headers: {
      cookie: `${cookieName('session')}=${await encode({ token: { sub, sid }, secret: testSecret })}`,
      ...headers,
    },
  })

/** Moves a session's clock back, as only the owner can. */
const age = (id: string, { seen = 0, started = 0 }: { seen?: number; started?: number }) =>
  owner`update session set seen_at = seen_at - make_interval(secs => ${seen}),
    started_at = started_at - make_interval(secs => ${started}) where id = ${id}`

const rowOf = async (id: string) => {
  const [row] = await owner`select ended_by, id_token, seen_at from session where id = ${id}`
  return row
}

test('a person is read from the session row, with the bindings of their groups', async () => {
  const sid = await start('rosa', { groups: ['gatehouse-requesters', 'staff'] })
  const person = await personFrom(await requestOf('rosa', sid, { 'user-agent': 'now' }), {
    fresh: true,
  })
  expect(person).toMatchObject({
    kind: 'human',
    iss: 'http://localhost:4011',
    sub: 'rosa',
    groups: ['gatehouse-requesters', 'staff'],
    sessionId: sid,
    authTime: new Date('2026-11-21T10:00:00Z'),
    userAgent: 'now',
    bindings: [{ group: 'gatehouse-requesters', role: 'requester', scope: { all: true } }],
  })
})

test('a person without a role sees whom to ask', async () => {
  const sid = await start('otto', { groups: ['staff'] })
  await expect(personFrom(await requestOf('otto', sid), { fresh: false })).rejects.toMatchObject({
    kind: 'not-allowed',
    message: expect.stringContaining('platform@example.com'),
  })
})

test('a missing or forged cookie, another person’s id and an unknown id are signed out', async () => {
  const sid = await start('vera')
  const signedOut = { kind: 'signed-out' }
  const forged = await encode({ token: { sub: 'vera', sid }, secret: `${testSecret}!` })
  const requests = [
    new Request(testUrl),
    new Request(testUrl, { headers: { cookie: `${cookieName('session')}=${forged}` } }),
    new Request(testUrl, { headers: { cookie: `${cookieName('session')}=${sid}` } }),
    await requestOf('admin', sid),
    await requestOf('vera', randomUUID()),
    await requestOf('vera', 'not-a-uuid'),
  ]
  for (const request of requests)
    await expect(personFrom(request, { fresh: true })).rejects.toMatchObject(signedOut)
})

test('an ended session is refused immediately, also for reads on this replica', async () => {
  const sid = await start('vera')
  expect(await liveSession(sid, { fresh: false })).toBeDefined()
  expect(await closeSession(sid, 'admin adele')).toEqual({ ended: true, idToken: 'the-id-token' })
  expect(await liveSession(sid, { fresh: false })).toBeUndefined()
  expect(await rowOf(sid)).toMatchObject({ ended_by: 'admin adele', id_token: null })
  expect(await closeSession(sid, 'sign-out')).toEqual({ ended: false })
})

test('a session ended by another replica refuses commands immediately, and reads soon after', async () => {
  const sid = await start('vera')
  await liveSession(sid, { fresh: false })
  await owner`update session set ended_at = now(), ended_by = 'admin adele', id_token = null where id = ${sid}`
  expect(await liveSession(sid, { fresh: false })).toBeDefined()
  expect(await liveSession(sid, { fresh: true })).toBeUndefined()
  expect(await liveSession(sid, { fresh: false })).toBeUndefined()
})

test('an unused session ends, and the reason is recorded', async () => {
  const sid = await start('vera')
  await age(sid, { seen: 30 * 60 - 5 })
  expect(await liveSession(sid, { fresh: true })).toBeDefined()
  await age(sid, { seen: 30 * 60 + 1 })
  expect(await liveSession(sid, { fresh: true })).toBeUndefined()
  expect(await rowOf(sid)).toMatchObject({ ended_by: 'idle', id_token: null })
})

test('a session in use ends at the absolute limit', async () => {
  const sid = await start('vera')
  await age(sid, { started: 480 * 60 + 1 })
  expect(await liveSession(sid, { fresh: true })).toBeUndefined()
  expect(await rowOf(sid)).toMatchObject({ ended_by: 'absolute' })
})

test('use extends the idle limit; a page that refreshes itself does not', async () => {
  const sid = await start('vera')
  await age(sid, { seen: 600 })
  const before = (await rowOf(sid))?.seen_at
  const background = await requestOf('vera', sid, { [BACKGROUND_HEADER]: '1' })
  await personFrom(background, { fresh: false })
  expect((await rowOf(sid))?.seen_at).toEqual(before)
  await personFrom(await requestOf('vera', sid), { fresh: false })
  expect((await rowOf(sid))?.seen_at.getTime()).toBeGreaterThan(before.getTime() + 500_000)
})

test('signing in again ends the browser’s earlier session', async () => {
  const old = await start('vera')
  const sid = await start('vera', { replaces: old })
  expect(await liveSession(old, { fresh: false })).toBeUndefined()
  expect(await rowOf(old)).toMatchObject({ ended_by: 'signed-in-again' })
  expect(await liveSession(sid, { fresh: true })).toBeDefined()
})

test('the list shows open sessions with the limit they reach first', async () => {
  await owner`delete from session`
  const sid = await start('vera')
  const late = await start('rosa')
  await age(late, { started: 470 * 60 })
  await closeSession(await start('gone'), 'sign-out')
  const { rows: open, total } = await openSessions()
  expect(total).toBe(2)
  expect(open.map((s) => s.name).sort()).toEqual(['Name of rosa', 'Name of vera'])
  const minutesLeft = (id: string) =>
    Math.round(((open.find((s) => s.id === id)?.ends_at.getTime() ?? 0) - Date.now()) / 60_000)
  expect(minutesLeft(sid)).toBe(30)
  expect(minutesLeft(late)).toBe(10)
})

test('a person’s groups are recorded at each sign-in', async () => {
  await start('amara', { groups: ['gatehouse-approvers'] })
  await start('amara', { groups: ['gatehouse-viewers'] })
  const seen = await sql()`select sub, groups from person_seen where sub = 'amara'`
  expect([...seen]).toEqual([{ sub: 'amara', groups: ['gatehouse-viewers'] }])
})

test('groups missing from a later sign-in immediately stop counting in every session', async () => {
  const first = await start('greta', { groups: ['gatehouse-operators', 'gatehouse-viewers'] })
  const groupsOf = async (id: string) => (await liveSession(id, { fresh: false }))?.groups
  expect(await groupsOf(first)).toEqual(['gatehouse-operators', 'gatehouse-viewers'])
  const second = await start('greta', { groups: ['gatehouse-viewers', 'gatehouse-admins'] })
  expect(await groupsOf(first)).toEqual(['gatehouse-viewers'])
  expect(await groupsOf(second)).toEqual(['gatehouse-viewers', 'gatehouse-admins'])
  await start('greta', { groups: [] })
  for (const id of [first, second]) expect(await groupsOf(id)).toEqual([])
  const request = await requestOf('greta', first)
  await expect(personFrom(request, { fresh: false })).rejects.toMatchObject({ kind: 'not-allowed' })
})

test('a session of an issuer that is no longer configured ends and stays ended', async () => {
  const sid = await start('vera')
  const { signIn } = configuration()
  const { issuer } = signIn
  signIn.issuer = 'https://another.example'
  expect((await openSessions()).rows.map(({ id }) => id)).not.toContain(sid)
  expect(await liveSession(sid, { fresh: true })).toBeUndefined()
  signIn.issuer = issuer
  expect(await liveSession(sid, { fresh: true })).toBeUndefined()
  expect(await rowOf(sid)).toMatchObject({ ended_by: 'issuer', id_token: null })
})

test('a person has twenty sessions at most, and the oldest ends', async () => {
  const ids: string[] = []
  for (let i = 0; i < 21; i += 1) ids.push(await start('flood'))
  const [oldest = '', ...others] = ids
  expect(await rowOf(oldest)).toMatchObject({ ended_by: 'too-many' })
  for (const id of others) expect(await liveSession(id, { fresh: true })).toBeDefined()
})

test('the application’s role cannot change the owner or groups of a session', async () => {
  const sid = await start('vera')
  await expect(sql()`update session set sub = 'admin' where id = ${sid}`).rejects.toThrow('denied')
  await expect(
    sql()`update session set groups = '{gatehouse-admins}' where id = ${sid}`,
  ).rejects.toThrow('denied')
})

test('accounts with one verified address are one person, unless addresses are trusted unverified', async () => {
  const iss = 'http://localhost:4011'
  const isOne = async (a: string, b: string) =>
    (
      await samePeople(sql(), [
        { iss, sub: a },
        { iss, sub: b },
      ])
    )({ iss, sub: a }, { iss, sub: b })
  const email = 'one.person@example.com'
  await start('work', { email, email_verified: true })
  await start('home', { email: ' One.Person@example.com', email_verified: true })
  await start('stranger', { email })
  expect([await isOne('work', 'home'), await isOne('work', 'stranger')]).toEqual([true, false])
  Object.assign(configuration().signIn, { trustUnverifiedEmail: true })
  await start('entra', { email })
  expect(await isOne('work', 'entra')).toBe(true)
})
