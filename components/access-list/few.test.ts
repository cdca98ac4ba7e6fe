import { expect, test } from 'vitest'
import { fewAtATime } from './few'

test('few run at a time, and who leaves the line is skipped', async () => {
  const inLine = fewAtATime(2)
  let most = 0
  let running = 0
  const stop = new AbortController()
  const work = async () => {
    running += 1
    most = Math.max(most, running)
    await Promise.resolve()
    running -= 1
  }
  const all = Array.from({ length: 8 }, () => inLine(work))
  const left = inLine(work, stop.signal)
  stop.abort('gone')
  await expect(left).rejects.toBe('gone')
  await Promise.all(all)
  expect(most).toBe(2)
})
