import { describe, expect, test } from 'vitest'
import { failure, OpError } from '@/lib/ops/failure'
import { answerOf } from './classify'
import { AtlasError, outcomeOf, toFailure } from './errors'
import { aChange } from './testing/scripted-atlas'

/** The failure a person sees when Atlas answers so. */
function seen(status: number, body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  try {
    answerOf(
      { kind: 'answer', status, headers, text },
      { connection: 'main', call: aChange, isRead: false },
    )
  } catch (error) {
    const shown = toFailure(error).failure
    expect(failure.safeParse({ ...shown, requestId: 'r' }).success).toBe(true)
    return shown
  }
  throw new Error('Atlas accepted')
}

describe('what a person is told', () => {
  test('the code and detail of Atlas are always kept', () => {
    expect(
      seen(409, { error: 409, errorCode: 'CLUSTER_BUSY', detail: 'Busy.', reason: 'x' }),
    ).toEqual({
      kind: 'conflict',
      message: expect.stringContaining('present state'),
      atlas: { status: 409, errorCode: 'CLUSTER_BUSY', detail: 'Busy.' },
    })
    expect(seen(500, { errorCode: 'UNEXPECTED_ERROR' })).toMatchObject({
      kind: 'unknown-outcome',
      atlas: { status: 500, errorCode: 'UNEXPECTED_ERROR' },
    })
  })

  test('bad fields are named', () => {
    expect(
      seen(400, {
        errorCode: 'VALIDATION_ERROR',
        badRequestDetail: { fields: [{ field: 'expirationTime', description: 'is past' }] },
      }),
    ).toMatchObject({ kind: 'invalid', fields: { expirationTime: 'is past' } })
  })

  test('the other error body, of resource policies, is read too', () => {
    expect(
      seen(400, {
        errorType: 'INVALID_POLICY',
        invalidPolicies: [{ body: 'x', errors: ['no principal', { message: 'too long' }] }],
      }),
    ).toMatchObject({
      kind: 'invalid',
      atlas: { errorCode: 'INVALID_POLICY', detail: 'no principal\ntoo long' },
    })
  })

  test("a refused address means the organization's API access list", () => {
    const { kind, message } = seen(403, { errorCode: 'IP_ADDRESS_NOT_ON_ACCESS_LIST' })
    expect(kind).toBe('unavailable')
    expect(message).toMatch(/organization's API access list/)
    expect(message).toMatch(/of a project is another list/)
  })

  test('a missing role is named', () => {
    expect(seen(403, { errorCode: 'USER_UNAUTHORIZED' })).toMatchObject({
      kind: 'not-allowed',
      message: expect.stringContaining('Project Support Access Manager'),
    })
  })

  test('a version that is gone names version and operation', () => {
    const { message } = seen(410, { errorCode: 'VERSION_GONE' })
    expect(message).toContain('2024-08-05')
    expect(message).toContain('grantGroupClusterMongoDbEmployeeAccess')
  })

  test.each([
    [{ 'retry-after': '7' }, 7],
    [
      {
        date: 'Sun, 22 Nov 2026 10:00:00 GMT',
        'retry-after': 'Sun, 22 Nov 2026 10:00:20 GMT',
      },
      20,
    ],
    [{ 'retry-after': 'soon' }, undefined],
    [{}, undefined],
  ])('slow down with %j waits %s s', (headers, seconds) => {
    expect(seen(429, { errorCode: 'RATE_LIMITED' }, headers).retryAfterSeconds).toBe(seconds)
  })

  test('402 and an odd error body keep to the shape', () => {
    expect(seen(402, {}).kind).toBe('not-allowed')
    expect(seen(409, { errorCode: 5, detail: null, badRequestDetail: 'x' })).toMatchObject({
      kind: 'conflict',
      atlas: { status: 409 },
    })
    expect(seen(404, 'null').kind).toBe('unknown-outcome')
  })

  test('an unforeseen error does not show its text', () => {
    const shown = toFailure(new Error('password is hunter2'))
    expect(shown.kind).toBe('bug')
    expect(shown.message).not.toContain('hunter2')
    const own = OpError.of('conflict', 'Taken.')
    expect(toFailure(own)).toBe(own)
  })
})

test('the error body is kept whole', () => {
  const text = JSON.stringify({ errorCode: 'X', extra: 'y'.repeat(100_000) })
  try {
    answerOf(
      { kind: 'answer', status: 409, headers: {}, text },
      { connection: 'main', call: aChange, isRead: false },
    )
  } catch (error) {
    expect(error instanceof AtlasError && error.parts.body).toBe(text)
  }
  expect.assertions(1)
})

test('what is not plainly a refusal counts as unknown', () => {
  expect(outcomeOf(OpError.of('invalid', 'No.'))).toBe('failed')
  expect(outcomeOf(OpError.of('unknown-outcome', 'Who knows.'))).toBe('unknown')
  expect(outcomeOf(new Error('?'))).toBe('unknown')
})
