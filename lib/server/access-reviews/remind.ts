import { gatehouse } from '@/lib/approvals/gatehouse'
import { append } from '@/lib/audit/append'
import { sql } from '../database'
import { type Reviewer, scopeOf } from './rows'

type Due = { id: string; org_id: string; group_ids: string[]; due_at: Date; reviewers: Reviewer[] }

/**
 * Records once for each open access review that it ends within a day, or in the second half of a shorter one, if items are
 * not decided. Its reviewers are notified of the row.
 */
export async function remindReviewers(): Promise<void> {
  await sql().begin(async (tx) => {
    const due = await tx<Due[]>`
      update access_review r set reminded_at = clock_timestamp()
      where closed_at is null and reminded_at is null and due_at > clock_timestamp()
        and due_at - clock_timestamp() < least(interval '1 day', (due_at - started_at) / 2)
        and exists (select 1 from access_review_item i where i.review_id = r.id and i.verdict is null)
      returning id, org_id, group_ids, due_at, reviewers`
    for (const review of due)
      await append(tx, {
        type: 'review.due',
        actor: gatehouse,
        target: `access review ${review.id}`,
        scope: scopeOf(review),
        after: {
          due: review.due_at.toISOString(),
          reviewers: review.reviewers.map(({ sub }) => sub),
        },
      })
  })
}
