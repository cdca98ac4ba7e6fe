import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Health, problemsIn } from '@/components/health/problems'
import { getHealth } from '@/lib/ops/health'
import { reportVitals } from '@/lib/ops/vitals'
import { personAs } from '@/scripts/testing/console'
import { sql } from '../database'
import { loopState, loopStates } from '../loop-states'
import { run } from '../run'
import { startConsole } from '../testing/start'
import { storeReplica } from './replica'

const world = await startConsole()
const admin = personAs('admin')
const health = async () => (await run(getHealth, {}, admin)).data as Health
const told = (found: Health) => problemsIn(found).map(({ what }) => what)

test('an admin sees every console, its loops and connections, and what waits', async () => {
  loopStates().clear()
  Object.assign(loopState('observer'), {
    failuresInARow: 3,
    failures: 3,
    failedAt: Date.parse('2026-01-02T00:10:00Z'),
    failingSince: Date.parse('2026-01-02T00:00:00Z'),
    error: 'No answer\0\ud800\nfrom Atlas, password=hunter2',
  })
  // Most failures of one run are over with the next one.
  const failedAt = Date.now()
  Object.assign(loopState('outbox'), { failuresInARow: 1, failures: 1, failedAt, error: 'Once' })
  await storeReplica()
  const id = randomUUID()
  await sql()`insert into replica (id, host, version, node, started_at, seen_at, state)
    values (${id}, 'other-host', '0.0.1', 'v24', now() - interval '1 day', now() - interval '5 minutes', '{"loops":"odd"}')`
  await sql()`insert into slot (org_id, group_id, cluster_name, kind, seen_at, drift_since)
    values ('o', 'g', 'c', 'dedicated', now(), now() - interval '90 seconds')`
  const found = await health()
  expect(found.replicas.value).toMatchObject([
    { name: expect.stringMatching(/^other-host /), isLost: true },
    { isThis: true, isLost: false },
  ])
  expect(found.loops.value).toMatchObject([
    {
      name: 'observer',
      failingSince: '2026-01-02T00:00:00.000Z',
      error: expect.stringMatching(/^No answer..$/),
    },
    { name: 'outbox', failingSince: null },
  ])
  expect(found.connections.value).toMatchObject([{ name: 'sandbox', problem: null }])
  expect(found.queues.value?.find(({ name }) => name === 'drift')).toMatchObject({ length: 1 })
  expect(found.database.value?.version).toMatch(/^\d/)
  const problems = told(found)
  expect(problems).toContainEqual(expect.stringMatching(/outside Gatehouse: 1/))
  expect(problems).toContainEqual(expect.stringMatching(/outside Gatehouse.*No answer/))
  expect(problems).toContainEqual(expect.stringMatching(/other-host/))
  expect(problems).not.toContainEqual(expect.stringMatching(/Once/))
})

test('a problem names its connection once', () => {
  const empty = { value: null, why: null }
  const about = (problem: string) =>
    told({
      ...Object.fromEntries(
        ['database', 'warnings', 'queues', 'chain', 'channels', 'replicas', 'loops'].map((part) => [
          part,
          empty,
        ]),
      ),
      connections: { value: [{ name: 'eu', replica: 'host 1', problem }], why: null },
    } as unknown as Health)
  expect(about('Atlas refused the credential of connection “eu”.')).toEqual([
    'On host 1: Atlas refused the credential of connection “eu”.',
  ])
  expect(about('Atlas did not answer.')).toEqual([
    'The connection “eu” fails on host 1: Atlas did not answer.',
  ])
})

test('a part that can’t be read does not take the others along', async () => {
  loopState('expirer').succeededAt = Date.now()
  const app = (await sql()<{ role: string }[]>`select current_user as role`)[0]?.role ?? ''
  await world.owner.unsafe(`revoke select on delivery, replica from "${app}"`)
  try {
    const found = await health()
    expect(found.queues).toMatchObject({ value: null, why: expect.stringContaining('PostgreSQL') })
    expect(found.replicas.value).toBeNull()
    expect(found.chain.value?.rows).toBeGreaterThanOrEqual(0)
    expect(found.loops.value?.length, 'of this console').toBeGreaterThan(0)
    expect(told(found).filter((text) => /can’t be read/.test(text))).toHaveLength(3)
  } finally {
    await world.owner.unsafe(`grant select on delivery, replica to "${app}"`)
  }
})

test('only admins and auditors see it', async () => {
  for (const persona of ['viewer', 'operator', 'approver'])
    await expect(run(getHealth, {}, personAs(persona))).rejects.toMatchObject({
      kind: 'not-allowed',
    })
})

test('a report of web vitals names a page by its pattern only, and too many are refused', async () => {
  const viewer = personAs('viewer')
  const send = (input: unknown) => run(reportVitals, input, viewer)
  const page = '/projects/[groupId]/access-list'
  for (const bad of [
    { page: `/projects/${'a'.repeat(24)}/access-list`, lcp: 1 },
    { page, lcp: -1 },
    { page, lcp: 'slow' },
    { page, more: 1 },
    {},
  ])
    await expect(send(bad), JSON.stringify(bad)).rejects.toMatchObject({ kind: 'invalid' })
  const answers = await Promise.allSettled(
    Array.from({ length: 25 }, () => send({ page, lcp: 900, cls: 0.01 })),
  )
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(20)
  expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { kind: 'slow-down' },
  })
})
