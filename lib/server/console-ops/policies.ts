import type { z } from 'zod'
import type { checkCedar } from '@/lib/ops/resource-policies'
import { cedarProblems } from '../cedar'

/** `resourcePolicies.check` */
export const check = async ({ body }: z.output<typeof checkCedar.input>) => ({
  problems: await cedarProblems(body),
})
