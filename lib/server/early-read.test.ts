import { describe, expect, test } from 'vitest'
import { revokeRequest } from '@/lib/ops/requests'
import { as, settleAll, wasSeen } from './testing/acting'
import { approve, card, fileAccess } from './testing/requests'
import { granted, isCluster, spoiledAtlas } from './testing/spoiled-atlas'

const { world, spoil, newProject } = spoiledAtlas()

/** Starts a grant or a revoke. Returns its project and request. */
const started = {
  grant: async () => {
    const project = await newProject()
    const id = await fileAccess(project)
    await wasSeen()
    await approve(id)
    return { ...project, id }
  },
  revoke: async () => {
    const project = await newProject()
    const id = await granted(project)
    await as('operator', revokeRequest, { requestId: id })
    return { ...project, id }
  },
}

type Made = { groupId: string; id: string }
const calls = async ({ groupId }: Made) =>
  (await world().calls({ groupId })).filter(({ path }) => /\/clusters\/main\b/.test(path))
const lastEffect = async ({ id }: Made) => (await card(id)).effects.at(-1)?.state

describe.each(['grant', 'revoke'] as const)('a %s', (what) => {
  test('is confirmed by a read that began before Atlas answered', async () => {
    const made = await started[what]()
    const { length } = await calls(made)
    const read = Promise.withResolvers<void>()
    let isSent = false
    spoil(({ method, path }) => {
      if (method === 'GET' && isCluster(path) && isSent) read.resolve()
      if (method !== 'POST') return undefined
      isSent = true
      // Without such a read, this answer never comes.
      return { after: read.promise }
    })
    await settleAll()
    expect((await calls(made)).slice(length).map((one) => one.method)).toEqual([
      'GET',
      'POST',
      'GET',
    ])
    expect(await lastEffect(made)).toBe('confirmed')
  })

  test('is read again when that read does not show it yet', async () => {
    const made = await started[what]()
    const { length } = await calls(made)
    const read = Promise.withResolvers<void>()
    let before: unknown
    let reads = 0
    spoil(({ method, path }) => {
      if (method === 'POST') return { after: read.promise }
      if (method !== 'GET' || !isCluster(path)) return undefined
      reads += 1
      if (reads === 1) return { body: (body) => (before = body) }
      read.resolve()
      return reads === 2 ? { body: () => before } : undefined
    })
    await settleAll()
    expect((await calls(made)).slice(length).map((one) => one.method)).toEqual([
      'GET',
      'POST',
      'GET',
      'GET',
    ])
    expect(await lastEffect(made)).toBe('confirmed')
  })
})
