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

describe('the failure shown to a person', () => {
  test('always has the code and detail of Atlas', () => {
    expect(
      seen(409, { error: 409, errorCode: 'CLUSTER_BUSY', detail: 'Busy.', reason: 'x' }),
    ).toEqual({
      kind: 'conflict',
      message: expect.stringContaining('state'),
      atlas: { status: 409, errorCode: 'CLUSTER_BUSY', detail: 'Busy.' },
    })
    expect(seen(500, { errorCode: 'UNEXPECTED_ERROR' })).toMatchObject({
      kind: 'unknown-outcome',
      atlas: { status: 500, errorCode: 'UNEXPECTED_ERROR' },
    })
  })

  test('names the fields that Atlas rejected', () => {
    expect(
      seen(400, {
        errorCode: 'VALIDATION_ERROR',
        badRequestDetail: { fields: [{ field: 'expirationTime', description: 'is past' }] },
      }),
    ).toMatchObject({ kind: 'invalid', fields: { expirationTime: 'is past' } })
  })

  test('has the errors of a resource policy, whose body differs', () => {
    expect(
      seen(400, {
        errorType: 'POLICY_PARSING_ERROR',
        invalidPolicies: [
          { body: 'x', errors: [{ detail: 'no principal' }, { detail: 'too long' }] },
        ],
      }),
    ).toMatchObject({
      kind: 'invalid',
      atlas: { errorCode: 'POLICY_PARSING_ERROR', detail: '"x": no principal too long' },
    })
  })

  test('points to the organization’s API access list when the address is refused', () => {
    const { kind, message } = seen(403, { errorCode: 'IP_ADDRESS_NOT_ON_ACCESS_LIST' })
    expect(kind).toBe('unavailable')
    expect(message).toMatch(/organization’s API access list/)
  })

  test('names the missing role', () => {
    expect(seen(403, { errorCode: 'USER_UNAUTHORIZED' })).toMatchObject({
      kind: 'not-allowed',
      message: expect.stringContaining('Project Support Access Manager'),
    })
  })

  test('names the version and operation that Atlas ended', () => {
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
    [{ 'retry-after': '86400' }, 60],
    [
      {
        date: 'Sun, 22 Nov 2026 10:00:00 GMT',
        'retry-after': 'Mon, 22 Nov 2027 10:00:00 GMT',
      },
      60,
    ],
    [{ 'retry-after': 'Sun, 01 Jan 2023 10:00:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{}, undefined],
  ])('slow down with %j waits %s s', (headers, seconds) => {
    expect(seen(429, { errorCode: 'RATE_LIMITED' }, headers).retryAfterSeconds).toBe(seconds)
  })

  test('keeps its shape for 402 and an odd error body', () => {
    expect(seen(402, { errorCode: 'NO_PAYMENT_INFORMATION_FOUND' }).kind).toBe('not-allowed')
    expect(
      seen(409, { errorCode: 'X', detail: null, errorType: 5, badRequestDetail: 'x' }),
    ).toMatchObject({
      kind: 'conflict',
      atlas: { status: 409 },
    })
    expect(seen(404, 'null').kind).toBe('unknown-outcome')
  })

  test('hides the text of an unexpected error', () => {
    const shown = toFailure(new Error('password is hunter2'))
    expect(shown.kind).toBe('bug')
    expect(shown.message).not.toContain('hunter2')
    const own = OpError.of('conflict', 'Taken.')
    expect(toFailure(own)).toBe(own)
  })
})

test('an error keeps the whole body', () => {
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

test('the outcome is unknown unless Atlas clearly refused', () => {
  expect(outcomeOf(OpError.of('invalid', 'No.'))).toBe('failed')
  expect(outcomeOf(OpError.of('unknown-outcome', 'Who knows.'))).toBe('unknown')
  expect(outcomeOf(new Error('?'))).toBe('unknown')
})
