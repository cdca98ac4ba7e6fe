import { expect, test } from 'vitest'
import { putBack } from './put-back'

const inMinutes = (n: number) => new Date(Date.now() + n * 60_000).toISOString()

test('an entry comes back with its comment and its end', () => {
  const endsAt = inMinutes(30)
  expect(putBack({ value: '203.0.113.8/32', comment: 'VPN exit', endsAt })).toEqual({
    address: '203.0.113.8/32',
    comment: 'VPN exit',
    deleteAfterDate: endsAt,
  })
})

test('an entry whose time is over stays away', () => {
  const entry = { value: '203.0.113.8/32', comment: 'VPN exit' }
  expect(putBack({ ...entry, endsAt: inMinutes(0.5) })).toBeUndefined()
  expect(putBack({ ...entry, endsAt: null })).toMatchObject({ comment: 'VPN exit' })
})

test('a comment too short or too long for Gatehouse becomes one that fits', () => {
  const commentOf = (comment: string) =>
    putBack({ value: 'sg-0a1b2c3d', comment, endsAt: null })?.comment
  expect(commentOf('')).toBe('restored')
  expect(commentOf('ab')).toBe('ab restored')
  expect(commentOf('x'.repeat(90))).toHaveLength(80)
})
