import { z } from 'zod'
import type { Command, Shape } from '@/lib/ops/define'
import { grantEmployeeAccess, minutesInWords } from '@/lib/ops/employee'
import { editRequest, fileRequest, type RequestTerms } from '@/lib/ops/requests'
import { ticketFits } from './ticket-field'

type Terms = Pick<RequestTerms, 'minMinutes' | 'maxMinutes' | 'ticketPattern' | 'ticketHint'>

const ticketBy = (terms: Terms | undefined) =>
  fileRequest.input.shape.ticket.refine(
    (ticket) => ticketFits(terms?.ticketPattern ?? null, ticket),
    // The field's hint says what would.
    {
      error: ({ input }) =>
        input ? "This ticket doesn't match the policy" : 'The policy requires a ticket',
    },
  )

function grantBy(terms: Terms | undefined) {
  const [least, most] = [terms?.minMinutes ?? 1, terms?.maxMinutes ?? 60 * 24 * 7]
  return grantEmployeeAccess.input.extend({
    minutes: z
      .int('Enter a duration in minutes or hours')
      .min(least, `At least ${minutesInWords(least)} here`)
      .max(most, `At most ${minutesInWords(most)} here`),
  })
}

// The server checks again, by the operation's own description and the policy: this puts the sentence beside the field
// before anything is sent. What fits here fits the operation too, so the type stays the operation's.
const narrowed = <C extends Command>(op: C, input: Shape): C => ({ ...op, input })

/** Filing a request, with the checks of the policy's terms and, for employee access, of its own input. */
export const fileChecked = (terms: Terms | undefined, isGrant: boolean) =>
  narrowed(
    fileRequest,
    fileRequest.input.extend({
      ticket: ticketBy(terms),
      ...(isGrant ? { input: grantBy(terms) } : {}),
    }),
  )

/** Editing one, with the same checks. */
export const editChecked = (terms: Terms | undefined, isGrant: boolean) =>
  narrowed(
    editRequest,
    editRequest.input.extend({
      ticket: ticketBy(terms),
      ...(isGrant ? { input: grantBy(terms) } : {}),
    }),
  )
