import { afterAll, beforeAll, expect, test } from 'vitest'
import { entryValue, listAccess } from '@/lib/ops/access-list'
import { run } from './run'
import { personAs, type TestConsole, testConsole } from './testing/console'

let gatehouse: TestConsole
beforeAll(async () => {
  gatehouse = await testConsole()
})
afterAll(() => gatehouse.end())

test('all pages are read as one list', async () => {
  const { groupId } = await gatehouse.project({ accessList: 230 })
  const { data } = await run(listAccess, { groupId }, personAs('viewer'))
  const { results } = listAccess.output.parse(data)
  expect(new Set(results.map(entryValue)).size).toBe(230)
})
