import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { OpError } from '@/lib/ops/failure'
import { character } from '@/scripts/testing/character'
import { deviceToken, revokeDevice } from '../device/endpoints'
import { startConsole } from '../testing/start'
import { resetAttempts } from './attempts'
import { callerOf, Unauthorized } from './caller'
import { madeMachine, post, tokenOf } from './testing'
import { revokeEndpoint, tokenEndpoint } from './token-endpoint'

let clientId: string
let token: string
beforeAll(async () => {
  await startConsole()
  const machine = await madeMachine('fuzzed', { usesDigest: true })
  clientId = machine.clientId
  token = await tokenOf(machine)
})

/** What a header can hold. */
const headerText = fc.string({ unit: fc.constantFrom(...' "=,:;\\/?%AZaz09.-_+'), maxLength: 60 })
const scheme = fc.constantFrom('Basic', 'Bearer', 'Digest', 'bearer', 'Negotiate', '')
const near = fc.oneof(
  fc.tuple(scheme, headerText).map((parts) => parts.join(' ').trim()),
  headerText.map((text) => `Basic ${Buffer.from(`${clientId}:${text}`).toString('base64')}`),
  headerText.map((text) => `Digest username="${clientId}", realm="Gatehouse", nonce="${text}"`),
  fc.nat({ max: 200 }).map((at) => `Bearer ${token.slice(0, at)}${token.slice(at + 1)}`),
)

test('no odd credential is accepted, or breaks the check of it', async () => {
  await fc.assert(
    fc.asyncProperty(near, async (authorization) => {
      resetAttempts()
      const error = await callerOf({
        method: 'GET',
        target: '/api/atlas/v2/groups',
        headers: new Headers({ authorization }),
      }).then(
        () => 'accepted',
        (e: unknown) => e,
      )
      expect(error instanceof Unauthorized || error instanceof OpError).toBe(true)
    }),
    { numRuns: 200 },
  )
})

const value = fc.oneof(
  fc.string({ unit: character, maxLength: 40 }),
  fc.constantFrom('client_credentials', 'refresh_token', '\0', '\ud800', 'a'.repeat(5_000)),
)
const form = fc.dictionary(
  fc.constantFrom(
    ...['grant_type', 'client_id', 'client_secret', 'client_assertion', 'client_assertion_type'],
    ...['token', 'refresh_token', 'device_code'],
  ),
  value,
)

test('no odd form gets a token, or an answer above 499', async () => {
  await fc.assert(
    fc.asyncProperty(form, near, async (given, authorization) => {
      resetAttempts()
      for (const handler of [tokenEndpoint, revokeEndpoint, deviceToken, revokeDevice]) {
        const answer = await post(given, { authorization }, handler)
        expect(answer.status).toBeLessThan(500)
        expect(await answer.text()).not.toContain('access_token')
      }
    }),
    { numRuns: 60 },
  )
})
