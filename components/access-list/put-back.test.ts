import { expect, test } from 'vitest'
import { readPasted } from './paste/read'
import { putBack } from './put-back'

const now = Date.now()
const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString()
const removed = (value: string, comment = 'VPN exit', endsAt: string | null = null) => ({
  value,
  comment,
  endsAt,
})

test('an entry is restored with its comment and expiry', () => {
  expect(putBack([removed('203.0.113.8/32', 'VPN exit', at(2))], now)).toEqual({
    kind: 'direct',
    entries: [{ address: '203.0.113.8/32', comment: 'VPN exit', deleteAfterDate: at(2) }],
  })
})

test('an expired entry is not restored', () => {
  expect(putBack([removed('203.0.113.8/32', 'VPN exit', at(-1))], now)).toEqual({ kind: 'none' })
})

test.each([
  ['a comment that Gatehouse refuses', [removed('203.0.113.8/32', 'x')]],
  ['the whole internet', [removed('0.0.0.0/0')]],
  ['a wide block in parts', [removed('52.0.0.0/16'), removed('52.1.0.0/16', 'a, "b"', at(2))]],
])('%s is restored through the form, unchanged', (_, entries) => {
  const back = putBack(entries, now)
  if (back.kind !== 'form') throw new Error('The form is needed')
  const read = readPasted(back.text, now)
  const good = read?.entries.map((e) => removed(e.value, e.comment, e.end ?? null))
  expect([...(good ?? []), ...(read?.bad ?? [])]).toHaveLength(entries.length)
  if (read?.bad.length === 0) expect(good).toEqual(entries)
})
