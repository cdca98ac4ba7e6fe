import { expect, test } from 'vitest'
import { code, isTest, placesOf } from './sources'

const shipped = code.filter(({ path }) => /^(app|components|lib)\//.test(path) && !isTest(path))
const find = (pattern: RegExp, but: readonly string[] = []) =>
  shipped.filter(({ path }) => !but.includes(path)).flatMap((s) => placesOf(s, pattern))

test('commands leave a browser by one road, which sends at once or refuses', () => {
  expect(find(/\buseMutation\b|\.getMutationCache\b/, ['lib/client/use-op.ts'])).toEqual([])
  expect(
    find(/networkMode: '(online|offlineFirst)'|resumePausedMutations|dehydrateMutation/),
  ).toEqual([])
})

test('nothing outlives the page to send later', () => {
  expect(find(/serviceWorker|sendBeacon|\bkeepalive: true|SyncManager|persistQueryClient/)).toEqual(
    [],
  )
})
