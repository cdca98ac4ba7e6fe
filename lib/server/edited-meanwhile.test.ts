import type postgres from 'postgres'
import { expect, test } from 'vitest'
import { digestOf } from '@/lib/approvals/digest'
import type { RequestRow } from '@/lib/approvals/rows'
import { editRequest } from '@/lib/ops/requests'
import { personAs } from '@/scripts/testing/console'
import { sql } from './database'
import type { Person } from './person'
import { run } from './run'
import { refusal, wasSeen } from './testing/acting'
import { bela, glassOf, sendGlass } from './testing/break-glass'
import { card, fileAccess, why } from './testing/requests'
import { startConsole } from './testing/start'
import { ruleOf, vote } from './testing/votes'
import { withRules } from './testing/with-rules'

const world = await startConsole()
const context = { requestId: 'test' }
const rules = ruleOf({ ...glassOf(), stepUpSeconds: 300 })

/** Waits until `n` statements wait for a lock, or `also` is true. */
const areWaiting = (tx: postgres.TransactionSql, n: number, also = () => false) =>
  expect
    .poll(async () => {
      const [row] = await tx<{ n: number }[]>`
        select count(*)::int as n from pg_locks where not granted`
      return also() || (row?.n ?? 0) >= n
    })
    .toBe(true)

const cases = {
  'break-glass': (id: string, digest: string, signedInFor: string) =>
    sendGlass(id, bela({ stepUpFor: signedInFor }), digest),
  approval: (id: string, digest: string, signedInFor: string) =>
    vote(id, digest, personAs('approver', { stepUpFor: signedInFor })),
} satisfies Record<string, (...ids: [string, string, string]) => Promise<unknown>>

test.each(Object.entries(cases))(
  'D9: a new sign-in does not count for an edit that comes in the same moment as the %s',
  async (_, decides) => {
    await withRules(rules, async () => {
      const at = await world.project({ clusters: [{ name: 'main' }] })
      for (const person of [bela(), personAs('approver')] satisfies Person[]) await wasSeen(person)
      const id = await fileAccess(at, { minutes: 30 }, bela())
      const { input } = (await card(id)).request
      const edit = (minutes: number, revision: number) =>
        run(
          editRequest,
          { requestId: id, revision, ...why, input: { ...input, minutes } },
          bela(),
          context,
        )
      await edit(900, 1)
      const [long] = await sql()<RequestRow[]>`select * from request where id = ${id}`
      await edit(30, 2)
      const { digest: short } = (await card(id)).request
      // What the next edit will make of the request.
      const next = digestOf({ ...long!, revision: 4 })
      let isOver = false
      const [edited, decided] = await world.owner
        .begin(async (tx) => {
          await tx`select 1 from request where id = ${id} for update`
          const editing = edit(900, 3)
          await areWaiting(tx, 1)
          const deciding = refusal(decides(id, next, short)).finally(() => {
            isOver = true
          })
          await areWaiting(tx, 2, () => isOver)
          return [editing, deciding] as const
        })
        .then((both) => Promise.allSettled(both))
      expect(edited.status).toBe('fulfilled')
      expect((await card(id)).request.digest).toBe(next)
      expect(decided).toMatchObject({ status: 'fulfilled', value: { kind: 'conflict' } })
      expect((await card(id)).request.state).toBe('pending')
    })
  },
)
