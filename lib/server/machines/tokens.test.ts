import { SignJWT } from 'jose'
import { expect, test, vi } from 'vitest'
import { keyFor } from '../sealed'
import { startConsole } from '../testing/start'
import { basic, called, isRefused, madeMachine, post, tokenOf } from './testing'
import { revokeEndpoint } from './token-endpoint'

await startConsole()

test('credentials are accepted in each form that clients send', async () => {
  const { clientId, secret } = await madeMachine('forms')
  const grant = { grant_type: 'client_credentials' }
  const encoded = (text: string) =>
    [...text].map((c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')
  const given = [
    post(grant, basic(clientId, secret)),
    post(grant, basic(encoded(clientId), encoded(secret))),
    post({ ...grant, client_id: clientId, client_secret: secret }),
    post({ ...grant, client_id: clientId }, basic(clientId, secret)),
  ]
  for (const { status } of await Promise.all(given)) expect(status).toBe(200)
})

test('a wrong credential is refused in the words of OAuth', async () => {
  const { clientId, secret } = await madeMachine('refused')
  const other = await madeMachine('other')
  const grant = { grant_type: 'client_credentials' }
  const both = { ...grant, client_id: clientId, client_secret: secret }
  const wrong: [status: number, error: string, Promise<Response>][] = [
    [401, 'invalid_client', post(grant, basic(clientId, `${secret}x`))],
    [401, 'invalid_client', post(grant, basic(clientId, other.secret))],
    [401, 'invalid_client', post(grant, basic('mdb_sa_id_000000000000000000000000', secret))],
    [401, 'invalid_client', post(grant, { authorization: `Basic ${clientId}` })],
    [401, 'invalid_client', post(grant, { authorization: 'Bearer x' })],
    [401, 'invalid_client', post(grant, basic('\0', secret))],
    [401, 'invalid_client', post({ ...grant, client_id: '\ud800', client_secret: 'x' })],
    [401, 'invalid_client', post(grant)],
    [400, 'unsupported_grant_type', post({ grant_type: 'password' }, basic(clientId, secret))],
    [400, 'invalid_request', post({}, basic(clientId, secret))],
    [400, 'invalid_request', post('grant_type=a&grant_type=b', basic(clientId, secret))],
    [400, 'invalid_request', post(both, basic(clientId, secret))],
    [400, 'invalid_request', post('{}', { 'content-type': 'application/json' })],
  ]
  for (const [status, error, asked] of wrong) {
    const answer = await asked
    const text = await answer.text()
    expect([answer.status, JSON.parse(text).error]).toEqual([status, error])
    expect(text).not.toContain(secret)
  }
})

test('wrong secrets are limited by client id and address, and never lock the machine out', async () => {
  const { clientId, secret } = await madeMachine('guessed')
  const grant = { grant_type: 'client_credentials' }
  let last = await post(grant, basic(clientId, 'wrong'))
  for (let tries = 0; last.status === 401 && tries < 100; tries += 1)
    last = await post(grant, basic(clientId, 'wrong'))
  expect(last.status).toBe(429)
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await post(grant, basic(clientId, secret))).status).toBe(200)
  const { clientId: next, secret: right } = await madeMachine('not-guessed')
  expect((await post(grant, basic(next, right))).status).toBe(200)
})

test('a token that this Gatehouse did not sign like this is refused', async () => {
  const machine = await madeMachine('forged')
  const token = await tokenOf(machine)
  const [head = '', body = '', mac = ''] = token.split('.')
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, string>
  const key = keyFor('access token')
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const { secret = '', jti = '', iss = '', aud = '' } = claims
  const signed = (more: object, alg = 'HS256', typ = 'at+jwt') =>
    new SignJWT({
      iss,
      aud,
      secret,
      jti,
      sub: machine.clientId,
      exp: Date.now() / 1000 + 60,
      ...more,
    })
      .setProtectedHeader({ alg, typ })
      .sign(key)
  expect((await called(await signed({}))).person.sub).toBe('forged')
  const wrong = [
    `${part({ alg: 'none', typ: 'at+jwt' })}.${body}.`,
    `${part({ alg: 'none', typ: 'at+jwt' })}.${body}.${mac}`,
    `${head}.${part({ ...claims, sub: (await madeMachine('victim')).clientId })}.${mac}`,
    `${token.slice(0, -4)}AAAA`,
    await signed({}, 'HS512'),
    await signed({}, 'HS256', 'JWT'),
    await signed({ exp: Math.floor(Date.now() / 1000) - 5 }),
    await signed({ aud: 'https://other.example/api/atlas' }),
    await signed({ iss: 'https://other.example' }),
    await signed({ secret: 'unknown' }),
    await signed({ secret: undefined }),
    await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
      .sign(keyFor('seal')),
    machine.secret,
    '',
  ]
  for (const one of wrong) await isRefused(one)
  await isRefused(`${token}, Basic abc`)
})

test('a revoked token stops, also one that its holder revokes without a secret', async () => {
  const machine = await madeMachine('logout')
  const [token, found] = [await tokenOf(machine), await tokenOf(machine)]
  const ok = await post({ token }, basic(machine.clientId, machine.secret), revokeEndpoint)
  expect(ok.status).toBe(200)
  await isRefused(token)
  expect((await called(found)).person.sub).toBe('logout')
  expect((await post({ token: found }, {}, revokeEndpoint)).status).toBe(200)
  await isRefused(found)
})

test('a client can’t revoke the token of another, and an unknown token is no error', async () => {
  const [one, other] = [await madeMachine('one'), await madeMachine('two')]
  const token = await tokenOf(one)
  const credential = basic(other.clientId, other.secret)
  expect((await post({ token }, credential, revokeEndpoint)).status).toBe(200)
  expect((await called(token)).person.sub).toBe('one')
  expect((await post({ token: 'unknown' }, credential, revokeEndpoint)).status).toBe(200)
  const wrong = await post({ token }, basic(one.clientId, 'wrong'), revokeEndpoint)
  expect(wrong.status).toBe(401)
})

test('the log has neither secrets nor tokens, also of refused and failing calls', async () => {
  const machine = await madeMachine('quiet')
  const other = await madeMachine('quiet-too')
  const lines: string[] = []
  const write = vi
    .spyOn(process.stdout, 'write')
    .mockImplementation((line) => lines.push(String(line)) > 0)
  const token = await tokenOf(machine)
  const grant = { grant_type: 'client_credentials' }
  await post(grant, basic(machine.clientId, other.secret))
  await post({ ...grant, client_id: machine.clientId, client_secret: other.secret })
  await post(grant, basic(other.secret, machine.clientId))
  await post({ ...grant, client_assertion: token })
  await post({ ...grant, client_secret: machine.secret, client_id: '\0' })
  await post({ token }, basic(machine.clientId, other.secret), revokeEndpoint)
  await isRefused(`${token}x`)
  write.mockRestore()
  const text = lines.join('')
  expect(text).toContain('wrong credential')
  for (const secret of [machine.secret, other.secret, token]) expect(text).not.toContain(secret)
})
