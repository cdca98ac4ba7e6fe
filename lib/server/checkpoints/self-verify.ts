import { underLease } from '@/lib/approvals/employee-access/observer'
import { gatehouse } from '@/lib/approvals/gatehouse'
import { append } from '@/lib/audit/append'
import { type Checkpoint, openCheckpoint, publicKey } from '@/lib/audit/audit-verify.mjs'
import { verifyDatabase } from '@/lib/audit/verify'
import { configuration } from '../configuration'
import { sql } from '../database'
import { holder } from '../employee-access/observe'
import { log } from '../log'

/** The newest checkpoints that this console's key signed. */
export async function ownCheckpoints(limit = 1_000): Promise<Checkpoint[]> {
  const { key } = configuration().checkpoints
  if (!key) return []
  const rows = await sql()<{ note: string }[]>`
    select note from checkpoint where origin = ${key.name} order by size desc limit ${limit}`
  const keys = [publicKey(key.publicKey)]
  return rows.flatMap(({ note }) => {
    try {
      return [openCheckpoint(note, keys)]
    } catch {
      // Signed by an earlier key of the same name.
      return []
    }
  })
}

/** Verifies the whole log and records the result, as a row of the log too if it is whole. */
export async function verifyNow(): Promise<void> {
  const found = await verifyDatabase(sql(), { checkpoints: await ownCheckpoints() })
  await sql()`
    update audit_check set verified_at = clock_timestamp(), verified_rows = ${found.ok ? found.rows : null},
      bad_seq = ${found.ok ? null : found.seq}, bad = ${found.ok ? null : found.why}`
  if (!found.ok) {
    const { seq, what, why } = found
    log.error('The audit log failed its verification', { seq, what, why })
    return
  }
  await sql().begin((tx) =>
    append(tx, {
      type: 'audit.verified',
      actor: gatehouse,
      outcome: 'intact',
      after: { rows: found.rows, hash: found.head.hash, checkpointed: found.checkpointed ?? null },
    }),
  )
}

/** Verifies the log when the last verification is old enough. One replica does so at a time. */
export const verifyWhenDue = () =>
  underLease(sql(), 'self-verification', holder, async () => {
    const [due] = await sql()`
      select from audit_check where verified_at is null
        or verified_at not between clock_timestamp()
          - make_interval(secs => ${configuration().checkpoints.verifyEveryHours * 3600}) and clock_timestamp()`
    if (due) await verifyNow()
  })
