import type { z } from 'zod'
import { entries, exportJsonl, head, ODD, type StoredEntry } from '@/lib/audit/read'
import { verifyDatabase } from '@/lib/audit/verify'
import type { listAudit, verifyAudit } from '@/lib/ops/console'
import { payForChain } from '../allowance'
import { ownCheckpoints } from '../checkpoints/self-verify'
import { sql } from '../database'
import type { ConsoleContext } from './context'

const PER_PAGE = 100

/** `audit.list`: newest first. */
export async function list(
  input: z.output<typeof listAudit.input>,
): Promise<z.output<typeof listAudit.output>> {
  const rows = await entries(sql(), {
    limit: PER_PAGE,
    newestFirst: true,
    ...(input.before === undefined ? {} : { after: input.before }),
    ...(input.type ? { type: input.type } : {}),
    ...(input.requestId ? { requestId: input.requestId } : {}),
  })
  const open = await openIntents(rows)
  return {
    head: await head(sql()),
    rows: rows.map(({ seq, hash, body, stored }) => ({
      seq,
      hash,
      time: body.time || null,
      type: body.type,
      actor: body.actor.display ?? (body.type === ODD ? 'unknown' : 'Gatehouse'),
      role: body.actor.role ?? null,
      target: body.target ?? null,
      outcome: body.outcome ?? null,
      requestId: body.request?.id ?? null,
      isOpen: open.has(seq),
      body: stored,
    })),
  }
}

/** Commands among these rows that have no outcome yet. */
async function openIntents(rows: readonly StoredEntry[]): Promise<Set<number>> {
  const intents = rows.filter(({ body }) => body.type === 'command.intent')
  if (intents.length === 0) return new Set()
  const found = await sql()<{ seq: number }[]>`
    select i.seq from audit i where i.seq in ${sql()(intents.map(({ seq }) => seq))}
      and not exists (select from audit o where o.seq > i.seq and o.body::jsonb ->> 'type' like 'command.%'
        and o.body::jsonb ->> 'trace' = i.body::jsonb ->> 'trace' and o.body::jsonb ->> 'op' = i.body::jsonb ->> 'op')`
  return new Set(found.map(({ seq }) => Number(seq)))
}

type Verified = z.output<typeof verifyAudit.output>
let verifying: Promise<Verified> | undefined

/** `audit.verify`: simultaneous calls share one verification. @throws OpError 'slow-down' */
export async function verifyChain(
  _: unknown,
  { person }: Pick<ConsoleContext, 'person'>,
): Promise<Verified> {
  if (!verifying) await payForChain(person)
  verifying ??= verify().finally(() => {
    verifying = undefined
  })
  return verifying
}

async function verify(): Promise<Verified> {
  const started = performance.now()
  const result = await verifyDatabase(sql(), { checkpoints: await ownCheckpoints() })
  const at = await head(sql())
  return {
    ok: result.ok,
    rows: result.ok ? result.rows : 0,
    head: at,
    checkpointed: result.ok ? (result.checkpointed ?? null) : null,
    broken: result.ok ? null : { seq: result.seq, what: result.what, why: result.why },
    took: Math.round(performance.now() - started),
  }
}

/** The whole log as JSON lines. The caller has checked the permission for `audit.verify`. */
export const exportChain = (): AsyncGenerator<string> => exportJsonl(sql())
