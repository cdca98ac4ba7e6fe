import { z } from 'zod'
import type { Command, Shape } from '@/lib/ops/define'
import { grantEmployeeAccess } from '@/lib/ops/employee'
import { minutesInWords } from '@/lib/ops/grant'
import { editRequest, fileRequest, type RequestTerms } from '@/lib/ops/requests'
import { ticketFits } from '../../form/ticket-field'

type Terms = Pick<RequestTerms, 'minMinutes' | 'maxMinutes' | 'ticketPattern' | 'ticketHint'>

const ticketBy = (terms: Terms | undefined) =>
  fileRequest.input.shape.ticket.refine(
    (ticket) => ticketFits(terms?.ticketPattern ?? null, ticket),
    // The field's hint says what matches.
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

// The server validates again with the operation's schema and the policy. This shows errors beside the fields before
// anything is sent. What is valid here is valid for the operation, so its type is kept.
const narrowed = <C extends Command>(op: C, input: Shape): C => ({ ...op, input })

/** The operation to send a request, validated with the policy's terms and, for employee access, its own input. */
export const fileChecked = (terms: Terms | undefined, isGrant: boolean) =>
  narrowed(
    fileRequest,
    fileRequest.input.extend({
      ticket: ticketBy(terms),
      ...(isGrant ? { input: grantBy(terms) } : {}),
    }),
  )

/** The operation to edit a request, with the same validation. */
export const editChecked = (terms: Terms | undefined, isGrant: boolean) =>
  narrowed(
    editRequest,
    editRequest.input.extend({
      ticket: ticketBy(terms),
      ...(isGrant ? { input: grantBy(terms) } : {}),
    }),
  )
