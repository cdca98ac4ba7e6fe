import { beforeAll, beforeEach, expect, test } from 'vitest'
import {
  approveCliSignIn,
  denyCliSignIn,
  endCliSession,
  findCliSignIn,
  listCliSessions,
} from '@/lib/ops/cli-sessions'
import { listSessions } from '@/lib/ops/sessions'
import { personAs, type TestConsole } from '@/scripts/testing/console'
import { configuration } from '../configuration'
import { resetAttempts } from '../machines/attempts'
import { callerOf, Unauthorized } from '../machines/caller'
import { madeMachine, post } from '../machines/testing'
import { revokeEndpoint } from '../machines/token-endpoint'
import type { Person } from '../person'
import { run } from '../run'
import { closeByProvider, closeSession, liveSession, startSession } from '../session'
import { refusal } from '../testing/acting'
import { startConsole } from '../testing/start'
import { authorizeDevice, deviceToken, revokeDevice } from './endpoints'

let world: TestConsole
beforeAll(async () => {
  world = await startConsole()
})
beforeEach(() => resetAttempts())

const agent = { 'user-agent': 'atlascli/1.50 (linux;amd64;native)' }
const GRANT = 'urn:ietf:params:oauth:grant-type:device_code'

/** A persona with an open session in a browser. */
async function signedIn(name = 'operator', sid: string | null = null): Promise<Person> {
  const person = personAs(name)
  const sessionId = await startSession({
    iss: person.iss,
    sub: person.sub,
    name: person.name,
    email: null,
    groups: person.groups,
    auth_time: null,
    acr: null,
    sid,
    id_token: null,
    ip: '203.0.113.77',
    ua: 'Browser',
  })
  return { ...person, sessionId }
}

type Codes = { user_code: string; device_code: string; verification_uri: string }
async function asked(): Promise<Codes> {
  const answer = await post({ client_id: 'x', scope: 'openid' }, agent, authorizeDevice)
  return (await answer.json()) as Codes
}

type Tokens = { access_token: string; refresh_token: string; expires_in: number }
const polled = (device_code: string) =>
  post({ client_id: 'x', device_code, grant_type: GRANT }, agent, deviceToken)
const refreshed = (refresh_token: string) =>
  post({ client_id: 'x', refresh_token, grant_type: 'refresh_token' }, agent, deviceToken)
const codeOf = async (answer: Response) =>
  ((await answer.json()) as { errorCode?: string }).errorCode

async function connected(person: Person): Promise<Tokens> {
  const { user_code: code, device_code } = await asked()
  await run(approveCliSignIn, { code }, person)
  return (await (await polled(device_code)).json()) as Tokens
}

const called = ({ access_token: token }: Pick<Tokens, 'access_token'>) =>
  callerOf({
    method: 'GET',
    target: '/',
    headers: new Headers({ authorization: `Bearer ${token}`, ...agent }),
  })
const own = async (person: Person) =>
  listCliSessions.output.parse((await run(listCliSessions, {}, person)).data).results

test('a person signs in a command line, which then has their roles', async () => {
  const person = await signedIn()
  const { user_code: code, device_code, ...rest } = await asked()
  expect(code).toMatch(/^[A-Z]{8}$/)
  expect(rest).toEqual({
    verification_uri: new URL('/device', configuration().url).href,
    expires_in: 600,
    interval: 5,
  })
  expect(await codeOf(await polled(device_code))).toBe('DEVICE_AUTHORIZATION_PENDING')
  const typed = `${code.slice(0, 4).toLowerCase()}-${code.slice(4)}`
  const { data } = await run(findCliSignIn, { code: typed }, person)
  expect(data).toMatchObject({ userAgent: agent['user-agent'] })
  expect(await codeOf(await polled(device_code))).toBe('DEVICE_AUTHORIZATION_PENDING')
  await run(approveCliSignIn, { code: typed }, person)
  const tokens = (await (await polled(device_code)).json()) as Tokens
  expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 3600 })
  const caller = await called(tokens)
  expect(caller.machine).toBeUndefined()
  expect(caller.person).toMatchObject({
    kind: 'human',
    sub: person.sub,
    groups: person.groups,
    userAgent: agent['user-agent'],
  })
  expect(caller.person.bindings).toEqual(person.bindings)
  expect(await own(person)).toMatchObject([{ userAgent: agent['user-agent'] }])
})

test('a code works once, and a device code too, however many ask at once', async () => {
  const person = await signedIn('approver')
  const { user_code: code, device_code } = await asked()
  const approvals = await Promise.allSettled(
    Array.from({ length: 5 }, () => run(approveCliSignIn, { code }, person)),
  )
  expect(approvals.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const answers = await Promise.all(Array.from({ length: 10 }, () => polled(device_code)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(await codeOf(await polled(device_code))).toBe('DEVICE_AUTHORIZATION_EXPIRED')
  expect(await own(person)).toHaveLength(1)
})

test('a denied, expired, unknown or unconfirmed sign-in gives no token', async () => {
  const person = await signedIn()
  const denied = await asked()
  await run(denyCliSignIn, { code: denied.user_code }, person)
  expect(await codeOf(await polled(denied.device_code))).toBe('DEVICE_AUTHORIZATION_DENIED')
  const late = await asked()
  await world.owner`update device_code set expires_at = clock_timestamp() where user_code = ${late.user_code}`
  expect((await refusal(run(approveCliSignIn, { code: late.user_code }, person))).kind).toBe(
    'not-found',
  )
  expect(await codeOf(await polled(late.device_code))).toBe('DEVICE_AUTHORIZATION_EXPIRED')
  expect(await codeOf(await polled('unknown'))).toBe('DEVICE_AUTHORIZATION_EXPIRED')
  expect(await codeOf(await refreshed('unknown'))).toBe('INVALID_REFRESH_TOKEN')
  expect(await codeOf(await post({ grant_type: 'password' }, {}, deviceToken))).toBe(
    'INVALID_GRANT_TYPE',
  )
})

test('a sign-in that was confirmed in a session that then ended gives no token', async () => {
  const person = await signedIn()
  const { user_code: code, device_code } = await asked()
  await run(approveCliSignIn, { code }, person)
  await closeSession(person.sessionId, 'sign-out')
  expect(await codeOf(await polled(device_code))).toBe('DEVICE_AUTHORIZATION_DENIED')
})

test('a machine can’t confirm a sign-in', async () => {
  await madeMachine('confirming')
  const { user_code: code } = await asked()
  const machine = { ...(await signedIn()), kind: 'machine' as const }
  expect((await refusal(run(approveCliSignIn, { code }, machine))).kind).toBe('not-allowed')
})

test('wrong codes are limited for each person', async () => {
  const person = await signedIn()
  const { user_code: code } = await asked()
  let failure = await refusal(run(findCliSignIn, { code: 'BBBB-BBBB' }, person))
  for (let i = 0; failure.kind === 'not-found' && i < 100; i += 1)
    failure = await refusal(run(findCliSignIn, { code: 'BBBB-BBBB' }, person))
  expect(failure.kind).toBe('slow-down')
  expect((await refusal(run(findCliSignIn, { code }, person))).kind).toBe('slow-down')
})

const endings: [how: string, (person: Person, tokens: Tokens) => Promise<unknown>][] = [
  ['the person signs out in the browser', ({ sessionId }) => closeSession(sessionId, 'sign-out')],
  [
    'an admin ends the session in the browser',
    ({ sessionId }) => closeSession(sessionId, 'admin x'),
  ],
  [
    'the person ends it on the page',
    async (person) => {
      const [session] = await own(person)
      await run(endCliSession, { sessionId: session?.id ?? '' }, person)
    },
  ],
  [
    'the command line signs out',
    (_, { refresh_token: token }) => post({ client_id: 'x', token }, {}, revokeDevice),
  ],
  [
    'the command line revokes its access token',
    (_, { access_token: token }) => post({ token }, {}, revokeDevice),
  ],
  [
    'the token is revoked with OAuth',
    (_, { access_token: token }) => post({ token }, {}, revokeEndpoint),
  ],
  [
    'the provider signs the person out',
    ({ iss, sub }) => closeByProvider({ iss, sub, jti: `end ${sub}` }),
  ],
  [
    'nobody uses it',
    ({ sessionId }) =>
      world.owner`update session set seen_at = clock_timestamp() - interval '2 hours' where parent = ${sessionId}`,
  ],
  [
    'the longest time of a session passes',
    ({ sessionId }) =>
      world.owner`update session set started_at = clock_timestamp() - interval '2 days' where parent = ${sessionId}`,
  ],
]

test.each(endings)('a command line is signed out when %s', async (_, end) => {
  const person = await signedIn('requester')
  const tokens = await connected(person)
  await called(tokens)
  await end(person, tokens)
  await expect(called(tokens)).rejects.toThrow(Unauthorized)
  expect(await codeOf(await refreshed(tokens.refresh_token))).toBe('INVALID_REFRESH_TOKEN')
  expect(await own(person)).toEqual([])
})

test('a new sign-in in the same browser keeps the command line, and signing out of that one ends it', async () => {
  const person = await signedIn('lead')
  const tokens = await connected(person)
  const row = await liveSession(person.sessionId, { fresh: true })
  const { id: _, seen_at: __, started_at: ___, ...again } = row!
  const sessionId = await startSession(
    { ...again, id_token: null, ip: null, ua: null },
    person.sessionId,
  )
  await called(tokens)
  const renewed = (await (await refreshed(tokens.refresh_token)).json()) as Tokens
  await called(renewed)
  await closeSession(sessionId, 'sign-out')
  await expect(called(renewed)).rejects.toThrow(Unauthorized)
})

test('a logout by the provider ends the command line after a new sign-in in the same browser', async () => {
  const person = await signedIn('lead', 'sid before')
  const tokens = await connected(person)
  const row = await liveSession(person.sessionId, { fresh: true })
  const { id: _, seen_at: __, started_at: ___, ...again } = row!
  const next = { ...again, sid: 'sid after', id_token: null, ip: null, ua: null }
  await startSession(next, person.sessionId)
  await called(tokens)
  await closeByProvider({ iss: person.iss, sid: 'sid after', jti: 'after' })
  await expect(called(tokens)).rejects.toThrow(Unauthorized)
})

test('nobody ends or sees the command lines of others, except admins on the page of sessions', async () => {
  const person = await signedIn('auditor')
  await connected(person)
  const [session] = await own(person)
  const other = await signedIn('viewer')
  expect(await own(other)).toEqual([])
  const input = { sessionId: session?.id ?? '' }
  expect((await refusal(run(endCliSession, input, other))).kind).toBe('not-found')
  expect((await refusal(run(endCliSession, { sessionId: person.sessionId }, person))).kind).toBe(
    'not-found',
  )
  const { data } = await run(listSessions, {}, personAs('admin'))
  const { results } = listSessions.output.parse(data)
  expect(results.find(({ id }) => id === session?.id)?.isCli).toBe(true)
})

test('no code or token is stored or recorded in the clear', async () => {
  const { device_code } = await asked()
  const tokens = await connected(await signedIn('breakglass'))
  const [row] = await world.owner`
    select (select json_agg(d)::text from device_code d) || (select json_agg(s)::text from session s)
      || (select json_agg(a)::text from audit a) || (select json_agg(t)::text from audit_text t) as all`
  for (const secret of [device_code, tokens.refresh_token, tokens.access_token])
    expect(row?.all).not.toContain(secret)
  expect(row?.all).toContain('device.approved')
})
