import { afterEach, expect, test } from 'vitest'
import type { Command, Op } from '@/lib/ops/define'
import { fileRequest } from '@/lib/ops/requests'
import { personAs } from '@/scripts/testing/console'
import { isFullSize, report } from '@/scripts/testing/full-size'
import { answerTo } from './answer'
import { sql } from './database'
import { run } from './run'
import { phraseOf, wasSeen } from './testing/acting'
import { alwaysGated, withExample } from './testing/examples'
import { why } from './testing/requests'
import { startConsole } from './testing/start'
import { exampleOf } from './testing/walking'

const world = await startConsole({ requestsPerMinute: 100_000 })
await wasSeen()

/** Ways in which the insert of an audit row fails, and how each ends. */
const faults = {
  constraint: [
    'alter table audit add constraint never check (false) not valid',
    'alter table audit drop constraint if exists never',
  ],
  'disk full': [
    `create function disk_full() returns trigger language plpgsql as $$ begin raise exception 'no space left on device' using errcode = 'disk_full'; end $$;
     create trigger disk_full before insert on audit for each row execute function disk_full()`,
    'drop function if exists disk_full() cascade',
  ],
  'revoked privilege': [
    'revoke execute on function audit_append(bigint, text) from gatehouse_app',
    'grant execute on function audit_append(bigint, text) to gatehouse_app',
  ],
} as const

afterEach(async () => {
  for (const [, end] of Object.values(faults)) await world.owner.unsafe(end)
})

const isCommand = (op: Op): op is Command => op.kind === 'command' && !op.internal
const all = withExample.filter(isCommand)
/** In `npm test` every tenth, so that all areas have their turn. */
const some = isFullSize ? all : all.filter((_, i) => i % 10 === 0)

/** What a caller of the data route gets, over the same path. */
const statusOf = async (op: Op, input: unknown) => {
  const confirm = phraseOf(op, input as Record<string, unknown>)
  const incoming = { path: '/api/ops', headers: new Headers(), signal: AbortSignal.timeout(30_000) }
  const { status } = await answerTo(incoming, () =>
    run(op, input, personAs('operator'), { requestId: 'no-record', confirm }),
  )
  return status
}
/** Atlas checks a resource policy by POST, which changes nothing. */
const changes = async () =>
  (await world.calls({})).filter(
    ({ method, path }) => method !== 'GET' && !path.includes(':validate'),
  ).length
const rows = () =>
  sql()`select (select count(*) from request)::int as requests, (select count(*) from audit)::int as rows,
    (select count(*) from guided_run)::int as runs, (select count(*) from effect)::int as effects`

test('A1: without its audit row no command changes anything or calls Atlas, and the caller gets 503', async () => {
  const odd: string[] = []
  for (const op of some) {
    const { input } = await exampleOf(world, op)
    const before = { calls: await changes(), rows: await rows() }
    for (const [fault, [begin, end]] of Object.entries(faults)) {
      await world.owner.unsafe(begin)
      const status = alwaysGated.has(op.id)
        ? await statusOf(fileRequest, { op: op.id, input, ...why })
        : await statusOf(op, input)
      await world.owner.unsafe(end)
      if (status !== 503) odd.push(`${op.id}, ${fault}: ${status}`)
    }
    expect.soft({ calls: await changes(), rows: await rows() }, op.id).toEqual(before)
  }
  expect(odd).toEqual([])
  const tried = some.length * Object.keys(faults).length
  report('A1 the audit row cannot be written', {
    tried,
    refused: tried - odd.length,
    'changed or sent': 0,
  })
}, 240_000)
