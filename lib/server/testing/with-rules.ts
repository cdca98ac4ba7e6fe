import { createHash } from 'node:crypto'
import { configuration } from '../configuration'
import { policySchema } from '../policy-schema'

/** Adds rules to the policy while `work` runs. */
export async function withRules<T>(rules: object[], work: () => Promise<T>): Promise<T> {
  const added = policySchema.parse({
    rules: rules.map((one, i) => ({ name: `rule ${i}`, ...one })),
  })
  const now = configuration()
  const { policyDigest, policy } = now
  const { rules: before } = policy
  policy.rules = [...before, ...added.rules]
  now.policyDigest = createHash('sha256').update(JSON.stringify(policy.rules)).digest('hex')
  try {
    return await work()
  } finally {
    policy.rules = before
    now.policyDigest = policyDigest
  }
}
