import { z } from 'zod'
import { minutesInWords } from '@/lib/format/duration'
import { grantEmployeeAccess } from '@/lib/ops/employee'
import type { Terms } from '../new/checked'

/** The input of a grant, with the duration that the policy allows; for several clusters without its place. */
export function grantWithin(terms: Terms | undefined, isMany = false) {
  const [least, most] = [terms?.minMinutes ?? 1, terms?.maxMinutes ?? 60 * 24 * 7]
  const nowhere = z.undefined().optional()
  return grantEmployeeAccess.input.extend({
    ...(isMany ? { groupId: nowhere, clusterName: nowhere } : {}),
    minutes: z
      .int('Enter a duration in minutes or hours')
      .min(least, `At least ${minutesInWords(least)} here`)
      .max(most, `At most ${minutesInWords(most)} here`),
  })
}
