import { z } from 'zod'
import { minutesInWords } from '@/lib/format/duration'
import { grantEmployeeAccess } from '@/lib/ops/employee'
import type { Terms } from '../new/checked'

/** The input of a grant, with the duration that the policy allows. */
export function grantWithin(terms: Terms | undefined) {
  const [least, most] = [terms?.minMinutes ?? 1, terms?.maxMinutes ?? 60 * 24 * 7]
  return grantEmployeeAccess.input.extend({
    minutes: z
      .int('Enter a duration in minutes or hours')
      .min(least, `At least ${minutesInWords(least)} here`)
      .max(most, `At most ${minutesInWords(most)} here`),
  })
}
