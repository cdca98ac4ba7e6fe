import { readFileSync, writeFileSync } from 'node:fs'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from 'vitest'
import { z } from 'zod'
import { verifyDatabase } from '@/lib/audit/verify'
import { listAccess } from '@/lib/ops/access-list'
import type { Fault } from '@/sandbox/atlas/faults'
import { settleCutCommands } from '../cut-command'
import { sql } from '../database'
import { placeOf } from '../decide'
import { madeMachine, tokenOf } from '../machines/testing'
import { readBack } from '../perform'
import { killAll, killNow, startGatewayToKill } from '../testing/killable-loops'
import { startConsole } from '../testing/start'
import { commandsInLog, jsonOf } from './testing'

const world = await startConsole({
  configure: (file) => ({
    ...file,
    bindings: [
      ...z.array(z.unknown()).parse(file.bindings),
      { machine: 'changes', role: 'operator', scope: { all: true } },
    ],
  }),
})
const admin = postgres(inject('postgres').adminUrl, { max: 1, onnotice: () => {} })
afterAll(() => {
  killAll()
  return admin.end()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
})

let token = ''
beforeAll(async () => {
  token = await tokenOf(await madeMachine('changes'))
  // Holds the outcome of a command inside its transaction, right before the commit.
  await world.owner.unsafe(`
    create table kill_point (group_id text);
    create function hold_at_kill_point() returns trigger language plpgsql security definer as $$ begin
      if new.body::jsonb ->> 'type' = 'command.done' and exists (
        select 1 from public.kill_point where group_id = new.body::jsonb #>> '{scope,groupId}')
      then perform pg_sleep(300); end if;
      return new;
    end $$;
    create trigger kill_point before insert on audit for each row execute function hold_at_kill_point()`)
})

const address = '203.0.113.7/32'
const listOf = (groupId: string) => `/api/atlas/v2/groups/${groupId}/accessList`

async function added(origin: string, groupId: string, comment = 'of a test') {
  const answer = await fetch(origin + listOf(groupId), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/vnd.atlas.2025-03-12+json',
      'content-type': 'application/json',
    },
    body: JSON.stringify([{ cidrBlock: address, comment }]),
  })
  return { status: answer.status, text: await answer.text() }
}

const operationId = 'createGroupAccessListEntry'
const sent = (groupId: string) => world.calls({ groupId, operationId })
const shown = async (groupId: string) => {
  const place = await placeOf({ kind: 'project', groupId })
  const read = { id: listAccess.id, input: { groupId } }
  return listAccess.output.parse(await readBack(read, place, 'test', 'fresh')).results
}
const sleepers = () => admin<{ pid: number }[]>`
  select pid from pg_stat_activity where wait_event = 'PgSleep' and datname = ${databaseName()}`
const databaseName = () => new URL(world.ownerUrl).pathname.slice(1)
const patience = { timeout: 60_000, interval: 20 }

/** Ten minutes later, when a call that was cut off can no longer happen. */
async function settledLater() {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 600_000 })
  await settleCutCommands(true)
}

type Point = { at: string; fault?: Fault['kind']; isChangedSince?: true; outcome: string }
const points: Point[] = [
  { at: 'before Atlas acted', fault: 'timeout-before', outcome: 'failed' },
  { at: 'after Atlas acted', fault: 'timeout-after', outcome: 'done' },
  { at: 'before the outcome is committed', outcome: 'done' },
  {
    at: 'before Atlas acted, and the entry is changed elsewhere',
    fault: 'timeout-before',
    isChangedSince: true,
    outcome: 'unknown',
  },
]

test.each(points)(
  'kill -9 during a direct change $at leaves one call, and the log says $outcome',
  async (point) => {
    const { fault, isChangedSince, outcome } = point
    const { groupId } = await world.project()
    const { child, origin } = await startGatewayToKill()
    if (fault) await world.fault({ match: { groupId, operationId }, fault: { kind: fault } })
    else await world.owner`insert into kill_point values (${groupId})`
    const client = added(origin, groupId).catch(() => 'cut off')
    await expect
      .poll(
        async () =>
          (fault === 'timeout-before' ? sent(groupId) : fault ? shown(groupId) : sleepers()).then(
            ({ length }) => length,
          ),
        patience,
      )
      .toBe(1)
    await killNow(child)
    expect(await client).toBe('cut off')
    await world.owner`delete from kill_point`
    // PostgreSQL notices a dead client only when it answers.
    for (const { pid } of await sleepers()) await admin`select pg_terminate_backend(${pid})`
    await expect.poll(async () => (await sleepers()).length, patience).toBe(0)
    expect((await commandsInLog(groupId)).map(({ type }) => type)).toEqual(['command.intent'])
    const calls = await sent(groupId)
    expect(calls).toHaveLength(1)

    if (isChangedSince) {
      // The turn of the dead gateway ends.
      await world.owner`delete from turn`
      const next = await startGatewayToKill()
      await added(next.origin, groupId, 'of someone else')
      await killNow(next.child)
    }
    await settledLater()
    await settleCutCommands(true)
    const [intent, ...more] = await commandsInLog(groupId)
    const told = more.filter(({ trace }) => trace === intent?.trace)
    expect(told).toMatchObject([
      {
        type: `command.${outcome}`,
        actor: { kind: 'gatehouse' },
        after: { note: expect.stringContaining('Gatehouse stopped') },
      },
    ])
    expect(await sent(groupId)).toHaveLength(isChangedSince ? 2 : 1)
    expect(await verifyDatabase(sql())).toMatchObject({ ok: true })
  },
  90_000,
)

test('a change that Atlas makes without an answer in time is a 504, and is settled by reading', async () => {
  const path = process.env.GATEHOUSE_CONFIG ?? ''
  const impatient = `${path}.impatient`
  writeFileSync(
    impatient,
    readFileSync(path, 'utf8').replace(/timeoutSeconds: \d+/g, 'timeoutSeconds: 2'),
  )
  vi.stubEnv('GATEHOUSE_CONFIG', impatient)
  const { child, origin } = await startGatewayToKill()
  const projects = await Promise.all([world.project(), world.project()])
  const [seen, unseen] = projects.map(({ groupId }) => groupId) as [string, string]
  const fault = { kind: 'timeout-after' } as const
  await world.fault({ match: { groupId: seen, operationId }, fault })
  await world.fault({
    match: { groupId: unseen, operationId },
    fault,
    // The reads after the call fail.
    next: {
      match: { groupId: unseen, method: 'GET' },
      fault: { kind: 'status', status: 500 },
      times: 99,
    },
  })
  const [one, other] = await Promise.all([seen, unseen].map((id) => added(origin, id)))
  await killNow(child)
  for (const [answer, word] of [
    [one, 'shows the change'],
    [other, 'did not confirm'],
  ] as const) {
    expect([answer?.status, jsonOf(answer!).errorCode]).toEqual([504, 'GATEHOUSE_OUTCOME_UNKNOWN'])
    expect(jsonOf(answer!).detail).toContain(word)
  }
  const types = async (groupId: string) => (await commandsInLog(groupId)).map(({ type }) => type)
  expect(await types(seen)).toEqual(['command.intent', 'command.done'])
  expect(await types(unseen)).toEqual(['command.intent', 'command.unknown'])
  await world.control('DELETE', 'fault', {})
  await settledLater()
  expect(await types(seen)).toEqual(['command.intent', 'command.done'])
  expect(await types(unseen)).toEqual(['command.intent', 'command.unknown', 'command.done'])
  for (const groupId of [seen, unseen]) expect(await sent(groupId)).toHaveLength(1)
}, 60_000)
