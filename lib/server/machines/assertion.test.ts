import { createServer, type Server } from 'node:http'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { personAs } from '@/scripts/testing/console'
import { byOf } from '../actor'
import { configuration } from '../configuration'
import { answerOf } from '../provider-http'
import { type StandIn, standInProvider } from '../testing/stand-in-provider'
import { startConsole } from '../testing/start'
import { ASSERTION_TYPE, fits } from './assertion'
import { resetAttempts } from './attempts'
import { callerOf, Unauthorized } from './caller'
import { revokeMachine } from './manage'
import { madeMachine, post } from './testing'

let ci: StandIn
let hanging: Server
let hangingAt = ''

beforeAll(async () => {
  ci = await standInProvider()
  hanging = createServer(() => {})
  await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve))
  const address = hanging.address()
  hangingAt = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  const audience = 'https://gatehouse.example'
  await startConsole({
    configure: (file) => ({
      ...file,
      workloadIdentity: [
        {
          name: 'ci',
          issuer: ci.issuer,
          audience,
          machines: [
            { machine: 'ci-main', claims: { sub: 'repo:acme/app:ref:refs/heads/main' } },
            { machine: 'ci-ended', claims: { sub: 'ended' } },
            { machine: 'ci-any', claims: { sub: 'repo:acme/*', environment: 'prod' } },
            { machine: 'ci-twin', claims: { sub: 'repo:acme/twin' } },
            { machine: 'ci-twin-2', claims: { sub: 'repo:acme/twin' } },
          ],
        },
        {
          name: 'hanging',
          issuer: hangingAt,
          audience,
          machines: [{ machine: 'ci-main', claims: { sub: '*x' } }],
        },
      ],
    }),
  })
  for (const name of ['ci-main', 'ci-ended', 'ci-any', 'ci-twin', 'ci-twin-2'])
    await madeMachine(name)
})
afterEach(() => resetAttempts())
afterAll(async () => {
  hanging.closeAllConnections()
  await Promise.all([ci.close(), new Promise((resolve) => hanging.close(resolve))])
})

let count = 0
const now = () => Math.floor(Date.now() / 1000)
const signed = (claims: Record<string, unknown> = {}, header = {}) => {
  count += 1
  const usual = {
    iss: ci.issuer,
    aud: 'https://gatehouse.example',
    sub: 'repo:acme/app:ref:refs/heads/main',
    ...{ iat: now(), exp: now() + 300, jti: `job-${count}` },
  }
  return ci.sign({ ...usual, ...claims }, header)
}

const exchanged = (assertion: string, more: Record<string, string> = {}) =>
  post({
    grant_type: 'client_credentials',
    client_assertion_type: ASSERTION_TYPE,
    client_assertion: assertion,
    ...more,
  })

const caller = async (answer: Response) => {
  const { access_token: token } = (await answer.json()) as { access_token: string }
  return () =>
    callerOf({
      method: 'GET',
      target: '/',
      headers: new Headers({ authorization: `Bearer ${token}` }),
    })
}

test('a signed token of a configured issuer is the credential of the machine that its claims match', async () => {
  const call = await caller(await exchanged(await signed()))
  expect((await call()).person.sub).toBe('ci-main')
  const other = await caller(
    await exchanged(await signed({ sub: 'repo:acme/x', environment: 'prod' })),
  )
  expect((await other()).person.sub).toBe('ci-any')
})

test('an assertion counts once, with or without an id', async () => {
  for (const claims of [{}, { jti: undefined }]) {
    const assertion = await signed(claims)
    expect((await exchanged(assertion)).status).toBe(200)
    // The same signature, written differently.
    for (const again of [
      assertion,
      `${assertion}==`,
      assertion.replaceAll('_', '/'),
      `${assertion} `,
    ]) {
      const answer = await exchanged(again)
      expect([answer.status, await answer.json()]).toEqual([
        401,
        { error: 'invalid_client', error_description: expect.stringContaining('before') },
      ])
    }
  }
})

test('one of 20 simultaneous uses of an assertion counts', async () => {
  const assertion = await signed()
  const answers = await Promise.all(Array.from({ length: 20 }, () => exchanged(assertion)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
})

test('other issuers, audiences, times, signatures and claims are refused', async () => {
  const right = await signed()
  const [head = '', body = '', signature = ''] = right.split('.')
  const none = Buffer.from('{"alg":"none"}').toString('base64url')
  const wrong = [
    await signed({ iss: 'https://other.example' }),
    await signed({ aud: 'https://other.example' }),
    await signed({ exp: now() - 120 }),
    await signed({ exp: undefined }),
    await signed({ exp: now() + 3 * 86_400 }),
    await signed({ nbf: now() + 3600 }),
    await signed({}, { alg: 'HS256' }),
    await signed({ sub: 'repo:evil/app' }),
    await signed({ sub: 'repo:acme/app:ref:refs/heads/main2' }),
    await signed({ sub: 'repo:acme/x' }),
    await signed({ sub: ['repo:acme/app:ref:refs/heads/main'] }),
    `${none}.${body}.`,
    `${none}.${body}.${signature}`,
    `${head}.${body}.${signature.slice(0, -6)}AAAAAA`,
    'no token',
    '',
  ]
  for (const assertion of wrong) {
    resetAttempts()
    const answer = await exchanged(assertion)
    expect([400, 401], assertion).toContain(answer.status)
    expect(await answer.text()).not.toContain(signature)
  }
  expect((await exchanged(right)).status).toBe(200)
})

test('a client id chooses between machines that fit, and only between those', async () => {
  const claims = { sub: 'repo:acme/twin' }
  const several = await exchanged(await signed(claims))
  expect(((await several.json()) as { error_description: string }).error_description).toContain(
    'client_id',
  )
  const { clientId } = await madeMachine('bystander')
  const foreign = await exchanged(await signed(claims), { client_id: clientId })
  expect(foreign.status).toBe(401)
})

test('the assertion is refused together with a secret or another type', async () => {
  const { clientId, secret } = await madeMachine('mixed')
  const both = await exchanged(await signed(), { client_id: clientId, client_secret: secret })
  const typed = await post({ grant_type: 'client_credentials', client_assertion: await signed() })
  expect([both.status, typed.status]).toEqual([400, 400])
})

test('its access tokens end with the machine, and with the entry in gatehouse.yaml', async () => {
  const call = await caller(await exchanged(await signed({ sub: 'ended' })))
  const { machines = [] } = configuration().workloadIdentity[0] ?? {}
  const ended = machines.splice(
    machines.findIndex((one) => one.machine === 'ci-ended'),
    1,
  )
  await expect(call()).rejects.toThrow(Unauthorized)
  machines.push(...ended)
  await call()
  await revokeMachine('ci-ended', { by: byOf(personAs('admin')), trace: 'test' })
  await expect(call()).rejects.toThrow(Unauthorized)
  expect((await exchanged(await signed({ sub: 'ended' }))).status).toBe(401)
})

test('an issuer that hangs delays only its own tokens', async () => {
  const slow = exchanged(await signed({ iss: hangingAt, sub: 'ax' }))
  const done = await Promise.race([
    slow,
    exchanged(await signed({ sub: 'repo:acme/y', environment: 'prod' })),
  ])
  expect(done.status).toBe(200)
  hanging.closeAllConnections()
  expect((await slow).status).toBe(503)
  // Others do not wait for it again.
  expect((await exchanged(await signed({ iss: hangingAt, sub: 'ax' }))).status).toBe(503)
})

test.each([
  ['repo:a/*', 'repo:a/b', true],
  ['repo:a/*', 'repo:ab/b', false],
  ['*:main', 'x:main', true],
  ['*:main', 'x:main2', false],
  ['a*b*c', 'a1b2c', true],
  ['a*b*c', 'abc', true],
  ['a*b*b', 'ab', false],
  ['ab*ba', 'aba', false],
  ['exact', 'exact', true],
  ['a.c', 'abc', false],
])('the pattern %s and the value %s', (pattern, value, isFit) => {
  expect(fits({ sub: pattern }, { sub: value })).toBe(isFit)
})

test('an answer without end is given up', async () => {
  const endless = createServer((_, response) => {
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(100_000)));
    }
    response.on('drain', more)
    more()
  })
  await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve))
  const { port } = z.object({ port: z.number() }).parse(endless.address())
  await expect(answerOf(`http://127.0.0.1:${port}/keys`)).rejects.toThrow('size')
  endless.closeAllConnections()
  endless.close()
})
