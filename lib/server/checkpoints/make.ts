import { underLease } from '@/lib/approvals/employee-access/observer'
import { lastCheckpoint, makeCheckpoint, NotTheSameLog } from '@/lib/audit/checkpoint'
import { OpError } from '@/lib/ops/failure'
import { configuration } from '../configuration'
import { sql } from '../database'
import { holder } from '../employee-access/observe'

/** Signs a checkpoint of all rows. Returns the newest; undefined without a key or rows. Records when it is refused. */
export async function checkpoint() {
  const { key } = configuration().checkpoints
  if (!key) return undefined
  try {
    const made = await makeCheckpoint(sql(), key)
    await sql()`update audit_check set checkpointed_at = clock_timestamp(), refused = null`
    return made
  } catch (error) {
    if (!(error instanceof NotTheSameLog)) throw error
    await sql()`update audit_check set refused = ${error.message}`
    throw OpError.of('conflict', `No checkpoint was signed. ${error.message} Verify the audit log.`)
  }
}

/** Signs one when the last is old enough, or in the future because the clock went back. One replica does so at a time. */
export const checkpointWhenDue = () =>
  underLease(sql(), 'checkpointer', holder, async () => {
    const [due] = await sql()`
      select from audit_check where checkpointed_at is null
        or checkpointed_at not between clock_timestamp()
          - make_interval(secs => ${configuration().checkpoints.everyMinutes * 60}) and clock_timestamp()`
    if (due) await checkpoint()
  })

/** The newest checkpoint that covers a row, made now if there is none. @throws OpError 'conflict' */
export async function checkpointCovering(seq: number) {
  const last = await lastCheckpoint(sql())
  if (last && last.size >= seq) return last
  const made = await checkpoint()
  if (made && made.size >= seq) return made
  throw OpError.of(
    'conflict',
    'There is no signed checkpoint of this row. Ask an admin to set GATEHOUSE_CHECKPOINT_KEY.',
  )
}
