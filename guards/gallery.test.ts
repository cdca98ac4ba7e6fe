import { expect, test } from 'vitest'
import { code, imports, isTest } from './sources'

const shown = 'app/dev/components/page.dev.tsx'

/** Without a look of their own: they read or decide something, and show other components. */
const lookless = [
  'blocks/history',
  'blocks/history-dialog',
  'blocks/history-section',
  'blocks/measurement-charts',
  'blocks/op-page',
  'blocks/role-page',
  'blocks/secret-sheet',
  'blocks/where-answered',
  'data/by-cluster-kind',
  'data/prefetched',
  'data/project-name',
  'ops/guided-notices',
  'ops/sign-in-again',
].map((name) => `components/${name}.tsx`)

function reached(from: string, seen = new Set<string>()): Set<string> {
  if (seen.has(from)) return seen
  seen.add(from)
  for (const { to } of imports.filter((i) => i.from === from && !i.isType)) reached(to, seen)
  return seen
}

test('/dev/components shows every shared component, or one that contains it', () => {
  const all = reached(shown)
  const missing = code
    .map(({ path }) => path)
    .filter(
      (path) =>
        /^components\/(ui|data|form|ops|blocks)\/[^/]+\.tsx$/.test(path) &&
        !isTest(path) &&
        !lookless.includes(path) &&
        !all.has(path),
    )
  expect(missing).toEqual([])
})

test('only a page for development imports the gallery', () => {
  const outside = imports.filter(
    ({ from, to }) => /^components\/gallery\//.test(to) && !/^components\/gallery\//.test(from),
  )
  expect(outside.map(({ from }) => from)).toEqual(['app/dev/components/page.dev.tsx'])
})
