import { expect, test } from 'vitest'
import { lifecycleOf } from './lifecycle'

const stable = { versions: [{ version: '2023-01-01', stability: 'stable' }] }
const at = (sunset: string) => ({
  versions: [{ version: '2023-01-01', stability: 'stable', sunset }],
})

test('a stable operation has no note', () => {
  expect(lifecycleOf(stable, '2023-01-01', '2026-11-21')).toBeUndefined()
})

test('an end in the future has its date, an end in the past is an end', () => {
  expect(lifecycleOf(at('2027-07-01'), '2023-01-01', '2026-11-21')).toMatchObject({
    stage: 'sunset',
    on: '2027-07-01',
  })
  expect(
    lifecycleOf(at('2026-01-22'), '2023-01-01', '2026-11-21', 'List flex restore jobs'),
  ).toEqual({
    stage: 'ended',
    on: '2026-01-22',
    sentence: 'Atlas ended this operation on 2026-01-22. Use “List flex restore jobs” instead.',
  })
})

test('removed, deprecated and preview differ', () => {
  const removed = { ...at('2026-01-22'), removed: '2026-08-22' }
  expect(lifecycleOf(removed, '2023-01-01', '2026-11-21')).toMatchObject({
    stage: 'removed',
    on: '2026-08-22',
    sentence: expect.stringContaining('2026-08-22'),
  })
  expect(lifecycleOf({ ...stable, deprecated: true }, '2023-01-01', '2026-11-21')?.stage).toBe(
    'deprecated',
  )
  const preview = { versions: [{ version: '2025-03-12', stability: 'preview' }] }
  expect(lifecycleOf(preview, '2025-03-12', '2026-11-21')?.stage).toBe('preview')
})
