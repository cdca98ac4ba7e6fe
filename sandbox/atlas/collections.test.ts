import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SandboxFile } from './define'
import { collections, handlers, settings } from './find-handlers'
import { type Client, startClient } from './testing'
import { otherVisits, settingVisits, type Visit, visitsOf } from './walk'
import { projectIdOf } from './world/projects'

let client: Client
beforeAll(async () => {
  client = await startClient()
  await client.control('POST', 'switch', { stillAnswers: [projectIdOf('legacy-eu')] })
})
afterAll(() => client.atlas.close())

const send = ({ method, path, body, version }: Visit) =>
  client.call(method, path, body, { version })

const rowsOf = async (collection: string, place?: Record<string, string>) =>
  (await client.control('POST', 'collection', { collection, place })).rows

// Items in items first, because the walk deletes.
const all = [...collections.entries()].sort(
  ([, a], [, b]) => Number(Boolean(b.declaration.parent)) - Number(Boolean(a.declaration.parent)),
)

async function check(visits: Visit[], handled: SandboxFile) {
  expect(visits.length).toBeGreaterThan(0)
  for (const visit of visits) {
    const answer = await send(visit)
    const text = await answer.text()
    const where = `${visit.method} ${visit.path}: ${text.slice(0, 300)}`
    if (visit.errorCode) expect(JSON.parse(text).errorCode, where).toBe(visit.errorCode)
    else expect(answer.ok, where).toBe(true)
  }
  const asked = new Set(visits.map((v) => v.operationId))
  expect(Object.keys(handled).filter((id) => !asked.has(id))).toEqual([])
}

// The walks delete what others read.
describe('all collections', { shuffle: false }, () => {
  test('handlers outside the collections answer', () => check(otherVisits(), {}))

  test.each(all)(
    '%s answers every operation; deleted items end, duplicates conflict',
    async (name, found) => {
      const { errors, unique } = found.declaration
      const visits = visitsOf(found, await rowsOf(name))
      await check(visits, found.handlers)
      const codeOf = async (visit: Visit) => (await (await send(visit)).json()).errorCode
      const gone = visits.find((v) => v.method === 'DELETE' && !v.errorCode)
      if (gone) {
        await client.control('POST', 'clock', { advanceSeconds: 600 })
        expect(await codeOf(gone)).toBe(errors.notFound)
      }
      const made = visits.find((v) => v.method === 'POST')
      if (!made || !unique) return
      await send(made)
      expect(await codeOf(made)).toBe(errors.exists)
    },
  )

  test.each([...settings])('%s is read and changed', (_, found) =>
    check(settingVisits(found, projectIdOf('analytics')), found.handlers),
  )

  const sampled = all.filter(([, { declaration }]) => declaration.sample)

  test.each(sampled)('the control endpoint fills and changes %s', async (name, found) => {
    const order = { collection: name, place: (await rowsOf(name))[0]?.place }
    const filled = await client.control('POST', 'collection', { ...order, clear: true, many: 3 })
    expect(filled.rows).toHaveLength(3)
    const key = filled.rows[0]?.item[found.declaration.key]
    await client.control('POST', 'collection', { ...order, key, remove: true, afterSeconds: 60 })
    const left = async () => (await rowsOf(name, order.place)).length
    expect(await left()).toBe(3)
    await client.control('POST', 'clock', { advanceSeconds: 61 })
    expect(await left()).toBe(2)
  })
})

test('no two collections answer the same operation', () => {
  const ids = [...collections.values()].flatMap((c) => Object.keys(c.handlers))
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([])
  expect(ids.filter((id) => !(id in handlers))).toEqual([])
})
