import { describe, expect, test } from 'vitest'
import { budget } from './budget'

/** A budget on a clock of its own: waiting moves it. */
function onClock(perMinute: number) {
  const clock = { ms: 0 }
  const waits: number[] = []
  const spender = budget(perMinute, {
    now: () => clock.ms,
    wait: async (ms) => {
      waits.push(Math.round(ms))
    },
  })
  return { clock, waits, spender }
}

describe('the rate budget of a connection', () => {
  test('allows a burst, then one call per refill, and refuses the rest', async () => {
    const { waits, spender } = onClock(300)
    for (let i = 0; i < 100; i += 1) await spender.spend('a')
    expect(waits).toEqual([])
    for (let i = 0; i < 25; i += 1) expect(await spender.spend('a')).toBe(undefined)
    expect(waits).toEqual(Array.from({ length: 25 }, (_, i) => 200 * (i + 1)))
    expect(await spender.spend('a')).toBe(6)
  })

  test('refills over time', async () => {
    const { clock, waits, spender } = onClock(300)
    for (let i = 0; i < 100; i += 1) await spender.spend('a')
    clock.ms = 20_000
    for (let i = 0; i < 100; i += 1) await spender.spend('a')
    expect(waits).toEqual([])
  })

  test('never delays a priority call, and delays others for it', async () => {
    const { waits, spender } = onClock(300)
    for (let i = 0; i < 110; i += 1) await spender.spend('a', { priority: true })
    expect(waits).toEqual([])
    await spender.spend('a')
    expect(waits).toEqual([2200])
  })

  test('holds back calls to an endpoint that Atlas limits, and no others', async () => {
    const { clock, waits, spender } = onClock(300)
    spender.learn('a', { left: 0, seconds: 30 })
    expect(await spender.spend('a')).toBe(30)
    expect(await spender.spend('b')).toBe(undefined)
    expect(await spender.spend('a', { priority: true })).toBe(undefined)
    clock.ms = 30_000
    expect(await spender.spend('a')).toBe(undefined)
    expect(waits).toEqual([])
  })

  test('counts down the remaining calls that Atlas reports', async () => {
    const { waits, spender } = onClock(300)
    spender.learn('a', { left: 2 })
    for (let i = 0; i < 3; i += 1) await spender.spend('a')
    expect(waits).toEqual([1000])
  })

  test('returns the call of an aborted wait', async () => {
    const spender = budget(60, { now: () => 0 })
    for (let i = 0; i < 20; i += 1) await spender.spend('a')
    const leaver = new AbortController()
    const waiting = spender.spend('a', { signal: leaver.signal })
    leaver.abort(new Error('left'))
    await expect(waiting).rejects.toThrow('left')
    for (let i = 0; i < 6; i += 1) {
      const stop = AbortSignal.abort(new Error('left'))
      await expect(spender.spend('a', { signal: stop })).rejects.toThrow('left')
    }
  })
})
