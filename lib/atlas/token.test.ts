import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Connection, connect } from './connection'
import {
  aChange,
  aRead,
  aServiceAccount,
  inOrder,
  json,
  type ScriptedAtlas,
  scriptedAtlas,
} from './testing/scripted-atlas'

let atlas: ScriptedAtlas
let connection: Connection
let clock: { ms: number; now(): number }

beforeEach(async () => {
  atlas = await scriptedAtlas()
  clock = { ms: 0, now: () => clock.ms }
  connection = connect(
    { name: 'main', baseUrl: atlas.url, credentials: aServiceAccount, requestsPerMinute: 60_000 },
    clock,
  )
})
afterEach(async () => {
  await connection.close()
  await atlas.close()
})

const used = () => atlas.calls.map((call) => call.headers.authorization)

describe('the token of a service account', () => {
  test('is requested with a raw Basic header, once for fifty calls', async () => {
    await Promise.all(Array.from({ length: 50 }, () => connection.call(aRead)))
    expect(atlas.tokens).toHaveLength(1)
    expect(atlas.tokens[0]).toMatchObject({
      method: 'POST',
      body: 'grant_type=client_credentials',
      headers: {
        accept: 'application/json',
        authorization: `Basic ${btoa('mdb_sa_id_1:mdb_sa_sk_+/:=x')}`,
      },
    })
    expect(new Set(used())).toEqual(new Set(['Bearer token-1']))
  })

  test.each(['3600', null, 0, 'soon'])(
    'is used whatever Atlas says about its life: %j',
    async (life) => {
      atlas.token = json(200, { access_token: 'token-1', expires_in: life })
      await connection.call(aRead)
      await connection.call(aRead)
      expect(used()).toEqual(['Bearer token-1', 'Bearer token-1'])
      expect(atlas.tokens).toHaveLength(1)
    },
  )

  test('is renewed in the background after three quarters of its life', async () => {
    await connection.call(aRead)
    clock.ms = 0.74 * 3600_000
    await connection.call(aRead)
    expect(atlas.tokens).toHaveLength(1)

    clock.ms = 0.86 * 3600_000
    await connection.call(aRead)
    expect(used().at(-1)).toBe('Bearer token-1')
    await expect.poll(() => atlas.tokens.length).toBe(2)
    await expect.poll(() => connection.call(aRead).then(() => used().at(-1))).toBe('Bearer token-2')
    expect(atlas.tokens).toHaveLength(2)
  })

  test('stays in use when an early renewal fails', async () => {
    await connection.call(aRead)
    atlas.token = json(503, {})
    clock.ms = 0.86 * 3600_000
    await connection.call(aRead)
    await connection.call(aRead)
    expect(used()).toEqual(Array(3).fill('Bearer token-1'))
  })

  test('is never used after it expires', async () => {
    await connection.call(aRead)
    clock.ms = 3600_000
    await connection.call(aRead)
    expect(used()).toEqual(['Bearer token-1', 'Bearer token-2'])
  })

  test('is replaced once for all calls when Atlas refuses it', async () => {
    await connection.call(aRead)
    atlas.script = (request, response, count) =>
      json(request.headers.authorization === 'Bearer token-1' ? 401 : 200, {})(
        request,
        response,
        count,
      )
    const answers = await Promise.all([
      ...Array.from({ length: 10 }, () => connection.call(aRead)),
      connection.call(aChange),
    ])
    expect(answers.map((answer) => answer.status)).toEqual(Array(11).fill(200))
    expect(atlas.tokens).toHaveLength(2)
  })

  test('is not renewed repeatedly for a project that always answers 401', async () => {
    atlas.script = json(401, { errorCode: 'UNEXPECTED_ERROR' })
    for (let i = 0; i < 5; i += 1)
      await expect(connection.call(aRead)).rejects.toMatchObject({ status: 401, outcome: 'failed' })
    expect(atlas.tokens).toHaveLength(2)
  })

  test('is requested again after an error of Atlas, also for a change', async () => {
    const good = atlas.token
    atlas.token = inOrder(json(503, {}), good)
    await expect(connection.call(aChange)).resolves.toMatchObject({ status: 200 })
    expect(atlas.calls).toHaveLength(1)
  })

  test('stops the call before anything is sent when it is refused, and names only the connection', async () => {
    atlas.token = json(401, { error: 'invalid_client' })
    const error = await connection.call(aChange).catch((e) => e)
    expect(error).toMatchObject({ outcome: 'failed', kind: 'unavailable', status: 401 })
    expect(error.message).toContain('“main”')
    expect(error.message + JSON.stringify(error.parts)).not.toContain('mdb_sa_sk')
    await expect(connection.call(aRead)).rejects.toBe(error)
    expect(atlas.tokens).toHaveLength(1)
    expect(atlas.calls).toHaveLength(0)

    clock.ms += 5_001
    await expect(connection.call(aRead)).rejects.toMatchObject({ kind: 'unavailable' })
    expect(atlas.tokens).toHaveLength(2)
  })

  test('fails the call before sending when it is unusable', async () => {
    atlas.token = json(200, { access_token: 'two\nlines' })
    await expect(connection.call(aChange)).rejects.toMatchObject({
      outcome: 'failed',
      kind: 'atlas-down',
    })
    expect(atlas.calls).toHaveLength(0)
  })

  test('arrives for others when one caller cancels', async () => {
    const good = atlas.token
    const gate = Promise.withResolvers<void>()
    atlas.token = (request, response, count) =>
      void gate.promise.then(() => good(request, response, count))
    const leaver = new AbortController()
    const left = connection.call({ ...aRead, signal: leaver.signal })
    const stayed = connection.call(aRead)
    leaver.abort(new Error('left'))
    await expect(left).rejects.toThrow('left')
    gate.resolve()
    await expect(stayed).resolves.toMatchObject({ status: 200 })
    expect(atlas.tokens).toHaveLength(1)
  })

  test('is revoked on close, after the calls that still need it', async () => {
    const gate = Promise.withResolvers<void>()
    const arrived = Promise.withResolvers<void>()
    atlas.script = (request, response, count) => {
      arrived.resolve()
      void gate.promise.then(() => json(200, {})(request, response, count))
    }
    const call = connection.call(aRead)
    await arrived.promise
    const closing = connection.close()
    await expect(connection.call(aRead)).rejects.toMatchObject({ kind: 'unavailable' })
    await sleep(0)
    expect(atlas.revoked).toHaveLength(0)
    gate.resolve()
    await expect(call).resolves.toMatchObject({ status: 200 })
    await closing
    expect(atlas.revoked.map((r) => [r.body, r.headers.authorization])).toEqual([
      ['token=token-1&token_type_hint=access_token', atlas.tokens[0]?.headers.authorization],
    ])
  })
})
