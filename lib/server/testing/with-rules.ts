import { configuration } from '../configuration'
import { policySchema } from '../policy-schema'

/** Adds rules to the policy while `work` runs. */
export async function withRules<T>(rules: object[], work: () => Promise<T>): Promise<T> {
  const added = policySchema.parse({
    rules: rules.map((one, i) => ({ name: `rule ${i}`, ...one })),
  })
  const { policy } = configuration()
  const before = policy.rules
  policy.rules = [...before, ...added.rules]
  try {
    return await work()
  } finally {
    policy.rules = before
  }
}
