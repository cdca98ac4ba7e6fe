import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { personAs, type TestConsole, testConsole } from '@/scripts/testing/console'
import { configuration } from './configuration'
import { sql } from './database'
import { recordPolicy } from './policy-record'
import { replay, replayLines } from './policy-replay'
import { policySchema } from './policy-schema'
import type { PolicySettings } from './policy-settings'
import { wasSeen } from './testing/acting'
import { fileAccess, fileFor } from './testing/requests'

let world: TestConsole
beforeAll(async () => {
  world = await testConsole()
  for (const name of ['requester', 'operator', 'approver', 'approver2'])
    await wasSeen(personAs(name))
  const at = await world.project({ clusters: [{ name: 'main' }] })
  await fileAccess(at, { minutes: 60 })
  await fileAccess(await world.project({ clusters: [{ name: 'main' }] }), { minutes: 120 })
  const entries = [{ address: '203.0.0.0/8', comment: 'The whole office network' }]
  await fileFor('access.allow', { groupId: at.groupId, entries }, personAs('operator'))
  const old = await fileAccess(await world.project({ clusters: [{ name: 'main' }] }))
  await sql()`update request set state = 'cancelled' where id = ${old}`
  await world.owner`update request set created_at = now() - interval '91 days' where id = ${old}`
}, 30_000)
afterAll(() => world.end())

const adding = (...rules: object[]): PolicySettings => {
  const { policy, ...rest } = configuration()
  const added = policySchema.parse({ rules: rules.map((one, i) => ({ name: `new ${i}`, ...one })) })
  return { ...rest, policy: { ...policy, rules: [...policy.rules, ...added.rules] } }
}

/** The verdict, and the sentences of what would go differently. */
async function compared(running: PolicySettings, proposed: PolicySettings) {
  const result = await replay(running, proposed)
  const changed = result.changed.map(({ ids, isLooser, isStricter }) => ({
    n: ids.length,
    isLooser,
    isStricter,
  }))
  return { changed, requests: result.requests, text: replayLines(result).join('\n') }
}

const now = (): PolicySettings => configuration()

test('the same policy changes nothing', async () => {
  expect(await compared(now(), now())).toMatchObject({ requests: 3, changed: [] })
})

test('more approvals are stricter, and fewer looser', async () => {
  const two = adding({ match: { op: 'employee.grant' }, steps: [{ count: 2 }] })
  const there = await compared(now(), two)
  expect(there.changed).toEqual([{ n: 2, isLooser: false, isStricter: true }])
  expect(there.text).toContain('1 approval from any approver → 2 approvals from any approver')
  expect((await compared(two, now())).changed).toEqual([
    { n: 2, isLooser: true, isStricter: false },
  ])
})

test('what would be refused or allowed is told with the reason', async () => {
  const shorter = adding({ match: { op: 'employee.grant' }, maxMinutes: 90 })
  const there = await compared(now(), shorter)
  expect(there.text).toContain('Would be refused: At most 1 h 30 min')
  expect(there.changed.every(({ isLooser }) => !isLooser)).toBe(true)
  const back = await compared(shorter, now())
  expect(back.text).toContain('Would be allowed')
  expect(back.changed.every(({ isLooser }) => isLooser)).toBe(true)
})

test('a policy without a matching rule refuses', async () => {
  const { policy, ...rest } = configuration()
  const rules = policySchema.parse({
    rules: [{ name: 'a', match: { op: 'employee.grant' } }],
  }).rules
  const text = (await compared(now(), { ...rest, policy: { ...policy, rules } })).text
  expect(text).toContain('Would be refused: No rule matches')
})

test('other approvers, roles and raised commands are reported', async () => {
  const fewer = {
    ...now(),
    bindings: configuration().bindings.filter((b) => b.role !== 'approver'),
  }
  const lost = await compared(now(), fewer)
  expect(lost.text).toContain('no longer be decided by Amara Okafor and Anton Weiss')
  expect((await compared(fewer, now())).changed.every(({ isLooser }) => isLooser)).toBe(true)
  const nobody = {
    ...now(),
    bindings: configuration().bindings.filter((b) => b.role !== 'requester'),
  }
  expect((await compared(now(), nobody)).text).toContain('Would be refused: Only')
  const raised = adding({ match: { op: 'access.allow' }, friction: 'approval' })
  expect((await compared(raised, now())).changed).toEqual([])
})

test('the command needs only the file and the database, and its exit code tells what is looser', async () => {
  await recordPolicy()
  const file = process.env.GATEHOUSE_CONFIG ?? ''
  const proposed = `${file}.proposed.yaml`
  writeFileSync(
    proposed,
    readFileSync(file, 'utf8').replace('maxMinutes: 1440', 'maxMinutes: 2000'),
  )
  const { PATH, DATABASE_URL } = process.env
  const command = ['--import', 'tsx', 'scripts/policy-replay.ts', proposed]
  const { status, stdout } = await new Promise<{ status: number | null; stdout: string }>(
    (done) => {
      const child = execFile(
        process.execPath,
        command,
        { env: { PATH, DATABASE_URL, NODE_ENV: 'test' } },
        (_, out) => done({ status: child.exitCode, stdout: out }),
      )
    },
  )
  expect(stdout).toContain('maxMinutes 1440 → 2000')
  expect(stdout).toContain('LOOSER: 2 requests')
  expect(status).toBe(1)
}, 60_000)
