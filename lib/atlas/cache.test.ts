import { describe, expect, test } from 'vitest'
import { readCache, readKey } from './cache'

/** A load that a test lets end, and that counts how often it was begun. */
function loader() {
  const begun: Array<{
    resolve(value: string): void
    reject(error: Error): void
    signal: AbortSignal
  }> = []
  const load = (signal: AbortSignal) => {
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    begun.push({ resolve, reject, signal })
    return promise
  }
  return { begun, load }
}

describe('the shared read cache', () => {
  test('shares one load between identical reads in flight', async () => {
    const cache = readCache<string>()
    const { begun, load } = loader()
    const reads = Array.from({ length: 100 }, () => cache.read('k', 5, load))
    begun[0]?.resolve('v')
    const values = await Promise.all(reads)
    expect(begun).toHaveLength(1)
    expect(new Set(values.map((fresh) => fresh.value))).toEqual(new Set(['v']))
  })

  test('answers from memory after a load that took longer than it stays fresh', async () => {
    const clock = { ms: 0 }
    const cache = readCache<string>({ now: () => clock.ms })
    const { begun, load } = loader()
    const first = cache.read('k', 5, load)
    clock.ms = 8_000
    begun[0]?.resolve('v')
    const { asOf } = await first
    clock.ms = 12_000
    expect(cache.holds('k', 5)).toBe(true)
    expect(await cache.read('k', 5, load)).toEqual({ value: 'v', asOf })
    expect(begun).toHaveLength(1)
  })

  test('answers from memory while fresh, with the time of the read', async () => {
    const clock = { ms: 0 }
    const cache = readCache<number>({ now: () => clock.ms })
    let count = 0
    const load = async () => (count += 1)
    const first = await cache.read('k', 5, load)
    clock.ms = 4_999
    expect(await cache.read('k', 5, load)).toBe(first)
    expect(await cache.read('k', 3, load)).toMatchObject({ value: 2 })
    clock.ms = 20_000
    expect(await cache.read('k', 5, load)).toMatchObject({ value: 3 })
  })

  test('does not cache failures', async () => {
    const cache = readCache<string>()
    const { begun, load } = loader()
    const both = [cache.read('k', 5, load), cache.read('k', 5, load)]
    begun[0]?.reject(new Error('down'))
    for (const read of both) await expect(read).rejects.toThrow('down')
    const next = cache.read('k', 5, load)
    begun[1]?.resolve('v')
    expect((await next).value).toBe('v')
  })

  test('lets one caller cancel without affecting the others', async () => {
    const cache = readCache<string>()
    const { begun, load } = loader()
    const leaver = new AbortController()
    const left = cache.read('k', 5, load, leaver.signal)
    const stayed = cache.read('k', 5, load)
    leaver.abort(new Error('left'))
    await expect(left).rejects.toThrow('left')
    expect(begun[0]?.signal.aborted).toBe(false)
    begun[0]?.resolve('v')
    expect((await stayed).value).toBe('v')
  })

  test('stops the load when the last caller cancels', async () => {
    const cache = readCache<string>()
    const { begun, load } = loader()
    const leaver = new AbortController()
    const left = cache.read('k', 5, load, leaver.signal)
    leaver.abort(new Error('left'))
    await expect(left).rejects.toThrow('left')
    expect(begun[0]?.signal.aborted).toBe(true)
    const next = cache.read('k', 5, load)
    begun[1]?.resolve('new')
    expect((await next).value).toBe('new')
  })

  test('drops cached values and loads in flight when a command makes them stale', async () => {
    const cache = readCache<string>()
    const { begun, load } = loader()
    const before = cache.read('main|access.list|{}', 5, load)
    cache.stale('main|access.list|')
    const after = cache.read('main|access.list|{}', 5, load)
    begun[0]?.resolve('old')
    expect((await before).value).toBe('old')
    begun[1]?.resolve('new')
    expect((await after).value).toBe('new')
    expect((await cache.read('main|access.list|{}', 5, load)).value).toBe('new')
    cache.stale((key) => key.includes('|access.'))
    expect(cache.size).toBe(0)
  })

  test('shares nothing when freshSeconds is 0', async () => {
    const cache = readCache<string>()
    const { begun, load } = loader()
    const reads = [cache.read('k', 0, load), cache.read('k', 0, load)]
    for (const one of begun) one.resolve('v')
    await Promise.all(reads)
    expect(begun).toHaveLength(2)
    expect(cache.size).toBe(0)
  })

  test('shares a renewed value, unless it became stale', async () => {
    const clock = { ms: 0 }
    const cache = readCache<string>({ now: () => clock.ms })
    const { begun, load } = loader()
    const first = cache.read('k', 5, load)
    begun[0]?.resolve('old')
    await first
    const [slow, renewed] = [cache.renew('k', load), cache.renew('k', load)]
    clock.ms = 1
    begun[2]?.resolve('new')
    await renewed
    expect((await cache.read('k', 5, load)).value).toBe('new')
    cache.stale('k')
    begun[1]?.resolve('from before the change')
    expect((await slow).value).toBe('from before the change')
    expect(cache.size).toBe(0)
  })

  test('shares a value that was read during a change, also once it has ended', async () => {
    const cache = readCache<string>()
    const { begun, load } = loader()
    const during = cache.renew('k', load, undefined, true)
    cache.stale('k')
    const shared = cache.read('k', 5, load)
    begun[0]?.resolve('changed')
    await during
    expect((await shared).value).toBe('changed')
    expect((await cache.read('k', 5, load)).value).toBe('changed')
    expect(begun).toHaveLength(1)
  })

  test('keeps the renewal that started last, whichever ends first', async () => {
    const clock = { ms: 0 }
    const cache = readCache<string>({ now: () => clock.ms })
    const { begun, load } = loader()
    const earlier = cache.renew('k', load)
    clock.ms = 1
    const later = cache.renew('k', load)
    begun[1]?.resolve('later')
    begun[0]?.resolve('earlier')
    await Promise.all([earlier, later])
    expect((await cache.read('k', 5, load)).value).toBe('later')
  })

  test('evicts the least recently used', async () => {
    const cache = readCache<string>({ most: 2 })
    let loads = 0
    const read = (key: string) =>
      cache.read(key, 5, async () => {
        loads += 1
        return `${key}${loads}`
      })
    await read('a')
    await read('b')
    await read('a')
    await read('c')
    expect(cache.size).toBe(2)
    expect((await read('a')).value).toBe('a1')
    expect((await read('b')).value).toBe('b4')
  })

  test('fails a read whose load throws synchronously', async () => {
    const cache = readCache<string>()
    const load = () => {
      throw new Error('at once')
    }
    await expect(cache.read('k', 5, load)).rejects.toThrow('at once')
  })
})

test('keys are equal for equal inputs and differ by connection', () => {
  expect(readKey('a', 'x.list', { b: 1, a: 2 })).toBe(readKey('a', 'x.list', { a: 2, b: 1 }))
  expect(readKey('a', 'x.list', {})).not.toBe(readKey('b', 'x.list', {}))
})
