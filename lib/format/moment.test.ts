import { expect, test } from 'vitest'
import { parseMoment } from './moment'

const eight = Date.UTC(2026, 10, 29, 8)

test.each([
  '29 Nov 2026, 08:00',
  '29 Nov 2026, 08:00 UTC',
  '29 november 2026 8:00',
  '2026-11-29 08:00',
  '2026-11-29T08:00:00.000Z',
  ' 2026-11-29, 08:00 utc ',
])('%s is understood as a moment in UTC', (text) => {
  expect(parseMoment(text)).toBe(eight)
})

test.each([
  '',
  '31 Feb 2026, 08:00',
  '2026-13-01 08:00',
  '2026-11-29 24:00',
  '2026-11-29 08:60',
  '11/29/2026 08:00',
  '2026-11-29T08:00:00+02:00',
  '29 Nov 2026',
  '29 Foo 2026, 08:00',
])('“%s” is no moment', (text) => {
  expect(parseMoment(text)).toBeUndefined()
})
