import postgres from 'postgres'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { verifyDatabase } from '@/lib/audit/verify'
import { revokeRequest } from '@/lib/ops/requests'
import type { Fault } from '@/sandbox/atlas/faults'
import type { TestProject } from '@/scripts/testing/console'
import { report, times } from '@/scripts/testing/full-size'
import { sql } from './database'
import { as } from './testing/acting'
import { killAll, killNow, startLoopsToKill } from './testing/killable-loops'
import { approve, card, fileAccess, slot } from './testing/requests'
import { startConsole } from './testing/start'

const world = await startConsole({ timeoutSeconds: 2, requestsPerMinute: 1_000_000 })
const admin = postgres(inject('postgres').adminUrl, { max: 1, onnotice: () => {} })
afterAll(() => {
  killAll()
  return admin.end()
})

beforeAll(async () => {
  // Holds a change of an effect's state inside its transaction, right before the commit.
  await world.owner.unsafe(`
    create table kill_point (group_id text, kind text, state text);
    create function hold_at_kill_point() returns trigger language plpgsql security definer as $$ begin
      if exists (select 1 from kill_point k
        where k.group_id = new.group_id and k.kind = new.kind and k.state = new.state)
      then perform pg_sleep(300); end if;
      return new;
    end $$;
    create trigger kill_point after update on effect for each row
      when (old.state is distinct from new.state) execute function hold_at_kill_point()`)
})

/** Where a process is killed: before a state is committed, during the call, or right after the last commit. */
type Point = { name: string; state?: string; fault?: Fault['kind'] }
const points: Point[] = [
  { name: 'before the claim is committed', state: 'claimed' },
  { name: 'before sending is committed', state: 'sending' },
  { name: 'during the call, before Atlas acts', fault: 'timeout-before' },
  { name: 'during the call, after Atlas acted', fault: 'timeout-after' },
  { name: 'before the confirmation is committed', state: 'confirmed' },
  { name: 'before the unknown outcome is committed', state: 'unknown', fault: 'hang-up' },
  { name: 'before the absence is committed', state: 'absent', fault: 'hang-up' },
  { name: 'after the confirmation' },
]

type Killed = { id: string; project: TestProject; kind: 'begin' | 'end'; point: string }
const verbs = { begin: 'grant', end: 'revoke' } as const

const callsOf = async ({ groupId }: TestProject, kind: 'begin' | 'end') =>
  (await world.calls({ groupId })).filter((c) => c.path.includes(`:${verbs[kind]}Mongo`))
const stateOf = async (id: string, kind: string) =>
  (
    await sql()<{ state: string }[]>`
    select state from effect where request_id = ${id} and kind = ${kind}`
  )[0]?.state
const sleepers = () => admin<{ pid: number }[]>`
  select pid from pg_stat_activity where wait_event = 'PgSleep'`
const until = (what: () => Promise<boolean>, seconds = 60) =>
  expect.poll(what, { timeout: seconds * 1000, interval: 20 }).toBe(true)

async function killedAt(kind: 'begin' | 'end', { name, state, fault }: Point): Promise<Killed> {
  const project = await world.project({ clusters: [{ name: 'main' }] })
  const { groupId } = project
  const loops = await startLoopsToKill()
  const id = await fileAccess(project)
  const arm = async () => {
    const operationId = `${verbs[kind]}GroupClusterMongoDbEmployeeAccess`
    if (state) await world.owner`insert into kill_point values (${groupId}, ${kind}, ${state})`
    if (fault) await world.fault({ match: { groupId, operationId }, fault: { kind: fault } })
  }
  if (kind === 'begin') await arm()
  await approve(id)
  if (kind === 'end') {
    await until(async () => (await stateOf(id, 'begin')) === 'confirmed')
    await arm()
    await as('operator', revokeRequest, { requestId: id })
  }
  await until(async () =>
    state
      ? (await sleepers()).length > 0
      : fault
        ? (await callsOf(project, kind)).length > 0
        : (await stateOf(id, kind)) === 'confirmed',
  )
  await killNow(loops)
  await world.owner`delete from kill_point`
  // PostgreSQL notices a dead client only when it answers.
  for (const { pid } of await sleepers()) await admin`select pg_terminate_backend(${pid})`
  return { id, project, kind, point: `${verbs[kind]} ${name}` }
}

/** Whether it was done, with no call repeated that may have counted. */
async function wrongWith({ id, project, kind }: Killed): Promise<'lost' | 'doubled' | undefined> {
  const { request, effects, timeline } = await card(id)
  const isThere = (await slot(project)).now !== null
  const calls = await callsOf(project, 'begin')
  const isDone = effects.every((effect) => effect.state === 'confirmed')
  if (!isDone || isThere !== (kind === 'begin') || (kind === 'end' && request.how !== 'revoked'))
    return 'lost'
  const isRead = calls.length < 2 || timeline.some((step) => step.type === 'effect.absent')
  return calls.length > 2 || !isRead || new Set(calls.map((c) => c.body)).size > 1
    ? 'doubled'
    : undefined
}

test('E1: kill -9 at sixteen points loses nothing and repeats nothing; everything settles within 60 s', async () => {
  const all: Killed[] = []
  for (let round = 0; round < times(1, 100); round += 1)
    for (const kind of ['begin', 'end'] as const)
      for (const point of points) all.push(await killedAt(kind, point))
  await startLoopsToKill()
  for (const { id, kind, point } of all)
    await expect
      .poll(() => stateOf(id, kind), { timeout: 60_000, interval: 200, message: point })
      .toBe('confirmed')
  const found = await Promise.all(all.map(wrongWith))
  const counts = {
    tried: all.length,
    lost: found.filter((one) => one === 'lost').length,
    doubled: found.filter((one) => one === 'doubled').length,
  }
  report('E1 kill -9', counts)
  expect(all.filter((_, i) => found[i]).map(({ point }) => point)).toEqual([])
  expect(await verifyDatabase(sql())).toMatchObject({ ok: true })
}, 7_200_000)
