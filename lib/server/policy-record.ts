import type { ISql } from 'postgres'
import { z } from 'zod'
import { gatehouse } from '@/lib/approvals/gatehouse'
import { append } from '@/lib/audit/append'
import { entries } from '@/lib/audit/read'
import { configuration } from './configuration'
import { sql } from './database'
import { changesBetween, type Recorded } from './policy-changes'

const recorded = z.looseObject({
  policy_digest: z.string(),
  policy: z.custom<Recorded['policy']>(
    (value) =>
      z
        .looseObject({
          rules: z.array(z.looseObject({})),
          friction: z.record(z.string(), z.string()),
        })
        .safeParse(value).success,
  ),
  bindings: z.custom<Recorded['bindings']>((value) => Array.isArray(value)),
  workloadIdentity: z
    .custom<Recorded['workloadIdentity']>((value) => Array.isArray(value))
    .optional()
    .catch(undefined),
  production: z.custom<Recorded['production']>(
    (value) => z.looseObject({ tags: z.array(z.string()) }).safeParse(value).success,
  ),
})

/** Records the policy in the audit log if it differs from the last recorded one, with a summary of what changed. */
export async function recordPolicy(): Promise<void> {
  const { policy, bindings, production, workloadIdentity, policyDigest } = configuration()
  const all = {
    ...{ policy, bindings, production },
    ...(workloadIdentity.length > 0 ? { workloadIdentity } : {}),
  }
  const now: Recorded = JSON.parse(JSON.stringify(all))
  await sql().begin(async (tx) => {
    // Of several consoles that start together with a new policy, the first records it.
    await tx`select from audit_lock()`
    const before = await lastRecorded(tx)
    if (before?.policy_digest === policyDigest) return
    await append(tx, {
      type: 'policy.changed',
      actor: gatehouse,
      ...(before ? { before: { policy_digest: before.policy_digest } } : {}),
      after: {
        policy_digest: policyDigest,
        summary: before ? changesBetween(before, now) : ['The first policy that was recorded.'],
        ...JSON.parse(JSON.stringify(now)),
      },
    })
  })
}

/** The policy that was recorded last. Undefined: none yet. */
export async function lastRecorded(tx: ISql): Promise<z.output<typeof recorded> | undefined> {
  const [last] = await entries(tx, { limit: 1, newestFirst: true, type: 'policy.changed' })
  return recorded.safeParse(last?.body.after).data
}
