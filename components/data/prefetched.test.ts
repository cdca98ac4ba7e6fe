import { expect, test } from 'vitest'
import { listAccess } from '@/lib/ops/access-list'
import { startConsole } from '@/lib/server/testing/start'
import { personAs } from '@/scripts/testing/console'
import { first, Prefetched } from './prefetched'

const world = await startConsole()

async function inPage(entries: number) {
  const { groupId } = await world.project({ accessList: entries })
  const reads = [first(listAccess, { groupId })]
  const page = await Prefetched({ as: personAs('viewer'), reads, children: null })
  return page.props.state.queries.length
}

test('a page contains a short list, and reads a long one itself', async () => {
  expect(await inPage(20)).toBe(1)
  expect(await inPage(3_000)).toBe(0)
})
