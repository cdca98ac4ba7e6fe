import { randomBytes } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { removeAddress } from '@/lib/ops/access-list'
import { verifyAudit } from '@/lib/ops/audit'
import { getOrgSettings } from '@/lib/ops/directory'
import { OpError } from '@/lib/ops/failure'
import { getProject } from '@/lib/ops/me'
import { personAs, type TestProject } from '@/scripts/testing/console'
import type { Person } from './person'
import { run } from './run'
import { startConsole } from './testing/start'

let project: TestProject
const connections = z.looseObject({ connections: z.array(z.looseObject({})) })

const world = await startConsole({
  configure: (file) => ({
    ...file,
    connections: connections
      .parse(file)
      .connections.map((one) => ({ ...one, requestsPerMinute: 120 })),
  }),
})
beforeAll(async () => {
  project = await world.project()
})

const ending = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof OpError) return error.failure
      throw error
    },
  )

/** Reads that no cache can answer, all at once, until the person is refused. */
async function exhaust(person: Person) {
  const ids = Array.from({ length: 60 }, () => randomBytes(12).toString('hex'))
  return Promise.all(ids.map((groupId) => ending(run(getProject, { groupId }, person))))
}

test.concurrent('a person who reads many different ids is slowed down; other people, cached reads and removals are not', async () => {
  const flooder = personAs('operator', { sub: 'flooder' })
  const other = personAs('operator')
  const ends = await exhaust(flooder)
  expect(ends.filter((end) => end?.kind === 'not-found').length).toBeGreaterThan(5)
  const slow = ends.filter((end) => end?.kind === 'slow-down')
  expect(slow.length).toBeGreaterThan(5)
  for (const end of slow) expect(end?.retryAfterSeconds).toBeGreaterThan(0)

  const { groupId, orgId } = project
  expect(await ending(run(getOrgSettings, { orgId }, other))).toBeUndefined()
  // Somebody else read it just now: the shared answer costs nothing.
  expect(await ending(run(getOrgSettings, { orgId }, flooder))).toBeUndefined()
  const removal = await ending(run(removeAddress, { groupId, entryValue: '192.0.2.1/32' }, flooder))
  expect(removal?.kind).not.toBe('slow-down')
})

test.concurrent('simultaneous verifications of the audit log share one run, and one person is limited', async () => {
  const people = Array.from({ length: 8 }, (_, i) => personAs('auditor', { sub: `auditor-${i}` }))
  const together = await Promise.all(people.map((person) => run(verifyAudit, {}, person)))
  expect(verifyAudit.output.parse(together[0]?.data).ok).toBe(true)
  for (const { data } of together) expect(data).toBe(together[0]?.data)

  const auditor = personAs('auditor')
  const many = Array.from({ length: 40 }, () => ending(run(verifyAudit, {}, auditor)))
  const kinds = (await Promise.all(many)).map((end) => end?.kind)
  expect(kinds).toContain(undefined)
  expect(kinds).toContain('slow-down')
})
