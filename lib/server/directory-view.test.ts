import { expect, test } from 'vitest'
import { connections } from './connections'
import { readView } from './directory-view'
import { startConsole } from './testing/start'

const world = await startConsole()

test('a read that shows the same gives the same view, and keeps the projects that did not change', async () => {
  const { groupId } = await world.project()
  const [connection] = connections()
  const none = { connection: connection!, orgs: [], projects: [], isRead: false, isFailing: false }
  const first = await readView(none)
  const known = first.projects.find((one) => one.groupId === groupId)
  expect(known).toBeDefined()
  expect(await readView(first)).toBe(first)
  const added = await world.project()
  const later = await readView(first)
  expect(later.projects.map((one) => one.groupId)).toContain(added.groupId)
  expect(later.projects.find((one) => one.groupId === groupId)).toBe(known)
  expect(later.orgs).toBe(first.orgs)
})
