import { expect, test } from 'vitest'
import { renderHook } from 'vitest-browser-react'
import '@/lib/client/ipaddr-now'
import { toEntries } from './entries'
import { useEntries } from './use-entries'

const rows = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ cidrBlock: `10.${i >> 8}.${i & 255}.7/32` }))

test('a long list does not wait in the first rendering, and follows the newest answer', async () => {
  const now = Date.now()
  const seen: boolean[] = []
  const { result, rerender } = await renderHook(
    (given?: { count: number }) => {
      const entries = useEntries(listOf(given?.count ?? 0), now)
      seen.push(entries !== undefined)
      return entries
    },
    { initialProps: { count: 3000 } },
  )
  await expect.poll(() => result.current).toEqual(toEntries(rows(3000), now))
  expect(seen[0]).toBe(false)
  await rerender({ count: 600 })
  await expect.poll(() => result.current?.length).toBe(600)
  await rerender({ count: 2 })
  expect(result.current).toEqual(toEntries(rows(2), now))
})

const kept = new Map<number, ReturnType<typeof rows>>()
/** The same list each time, as the cache of answers gives it. */
function listOf(count: number) {
  const list = kept.get(count) ?? rows(count)
  kept.set(count, list)
  return list
}
