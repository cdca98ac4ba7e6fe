import { gatehouse } from '@/lib/approvals/gatehouse'
import { append } from '@/lib/audit/append'
import { sql } from '../database'
import type { MachineRow } from './rows'

/** How long before its end people hear of it, in days. The pages mark it as long. */
export const SOON_DAYS = 14

/**
 * Records once for each end of a machine that it is near, or in the second half of a shorter time, and once that it is
 * over. The owner and admins are notified of the rows.
 */
export async function remindOwners(): Promise<void> {
  await sql().begin(async (tx) => {
    const over = await tx<MachineRow[]>`
      update machine set end_told_for = ends_at, ending_told_for = ends_at
      where revoked_at is null and ends_at <= clock_timestamp() and end_told_for is distinct from ends_at returning *`
    const near = await tx<MachineRow[]>`
      update machine set ending_told_for = ends_at
      where revoked_at is null and ending_told_for is distinct from ends_at
        and ends_at - clock_timestamp() < least(make_interval(days => ${SOON_DAYS}), (ends_at - created_at) / 2)
      returning *`
    for (const [type, rows] of [
      ['machine.ended', over],
      ['machine.ending', near],
    ] as const)
      for (const { name, ends_at, owner_iss, owner_sub } of rows)
        await append(tx, {
          type,
          actor: gatehouse,
          target: `machine ${name}`,
          after: { ends: ends_at.toISOString(), owner: { iss: owner_iss, sub: owner_sub } },
        })
  })
}
