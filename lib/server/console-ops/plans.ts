import type { z } from 'zod'
import { planDigest } from '@/lib/approvals/plans'
import { OpError } from '@/lib/ops/failure'
import type { decidePlan } from '@/lib/ops/plans'
import { denyRequest } from '@/lib/ops/requests'
import type { ConsoleContext } from './context'
import { approve, deny } from './decisions'

type Decided = z.output<typeof decidePlan.output>

/**
 * `requests.decidePlan`: one decision for each request, with its own digest and its own checks. One that fails takes no
 * other along. A new sign-in for the plan counts for each. @throws OpError when none was recorded
 */
export async function decide(
  { verdict, requests, comment }: z.output<typeof decidePlan.input>,
  context: ConsoleContext,
): Promise<Decided> {
  if (verdict === 'deny') checkReason(comment)
  const signedInFor = planDigest(requests.map(({ digest }) => digest))
  const results: Decided['results'] = []
  let first: OpError | undefined
  for (const { requestId, digest } of requests) {
    const asked = { requestId, digest, comment }
    try {
      const { state } =
        verdict === 'approve'
          ? await approve(asked, context, signedInFor)
          : await deny(asked, context)
      results.push({ requestId, state, whyNot: null })
    } catch (error) {
      if (!(error instanceof OpError) || error.kind === 'step-up') throw error
      first ??= error
      results.push({ requestId, state: null, whyNot: error.message })
    }
  }
  if (first && results.every(({ state }) => state === null)) throw first
  return { results }
}

/** @throws OpError 'invalid' */
function checkReason(comment: string): void {
  const said = denyRequest.input.shape.comment.safeParse(comment).error?.issues[0]?.message
  if (said) throw OpError.of('invalid', said, { fields: { comment: said } })
}
