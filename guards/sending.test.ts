import { expect, test } from 'vitest'
import { code, isTest, placesOf } from './sources'

const shipped = code.filter(({ path }) => /^(app|components|lib)\//.test(path) && !isTest(path))
const find = (pattern: RegExp, but: readonly string[] = []) =>
  shipped.filter(({ path }) => !but.includes(path)).flatMap((s) => placesOf(s, pattern))

test('the browser sends commands through one function, immediately or never', () => {
  expect(find(/\buseMutation\b|\.getMutationCache\b/, ['lib/client/use-command.ts'])).toEqual([])
  expect(
    find(/networkMode: '(online|offlineFirst)'|resumePausedMutations|dehydrateMutation/),
  ).toEqual([])
})

test('nothing is stored to be sent later', () => {
  const found = find(/serviceWorker|sendBeacon|\bkeepalive: true|SyncManager|persistQueryClient/)
  // Measurements leave while the page closes. They change nothing.
  expect(found.filter((one) => !one.startsWith('components/shell/vitals.ts:'))).toEqual([])
})
