import { expect, test } from 'vitest'
import { nextPace, nextRows, ROWS_PER_FRAME, type Rows } from './next-rows'

const rows = (from: number, to: number): Rows => ({ from, to })
const near = rows(488, 538)
const seen = rows(500, 525)

/** Each step from `now` until all rows near the screen are there. */
function steps(now: Rows): Rows[] {
  const found: Rows[] = []
  for (let at = now; at.from !== near.from || at.to !== near.to; found.push(at)) {
    at = nextRows(at, near, seen)
    if (found.length > 20) throw new Error('It does not end.')
  }
  return found
}

test('a few new rows come at once', () => {
  expect(nextRows(rows(480, 530), near, seen)).toEqual(near)
})

test('after a jump the rows on the screen come first, from the top', () => {
  expect(steps(rows(0, 50)).slice(0, 3)).toEqual([rows(500, 512), rows(500, 524), rows(500, 536)])
})

test.each([
  ['far below', rows(9_000, 9_050)],
  ['far above', rows(0, 50)],
  ['just below', rows(530, 580)],
  ['just above', rows(440, 490)],
])('from %s all rows near the screen come, a few per frame and none twice', (_, start) => {
  let before: Rows = start
  for (const step of steps(start)) {
    const kept = Math.max(0, Math.min(before.to, step.to) - Math.max(before.from, step.from))
    expect(step.to - step.from - kept).toBeLessThanOrEqual(ROWS_PER_FRAME)
    before = step
  }
  expect(before).toEqual(near)
})

test('late frames get fewer rows, but some, and frames in time more, but not all', () => {
  let pace = ROWS_PER_FRAME
  for (let i = 0; i < 10; i += 1) {
    const next = nextPace(pace, 200)
    expect(next).toBeLessThanOrEqual(pace)
    pace = next
  }
  expect(pace).toBeGreaterThan(0)
  expect(nextPace(pace, 16)).toBeGreaterThan(pace)
  expect(nextPace(ROWS_PER_FRAME, 16)).toBe(ROWS_PER_FRAME)
  expect(nextRows(rows(0, 50), near, seen, pace)).toEqual(rows(500, 500 + pace))
})
