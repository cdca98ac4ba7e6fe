import type { Command, Shape } from '@/lib/ops/define'
import { editRequest, fileRequest, type RequestTerms } from '@/lib/ops/requests'
import { ticketFits } from '../../form/ticket-field'

export type Terms = Pick<RequestTerms, 'minMinutes' | 'maxMinutes' | 'ticketPattern' | 'ticketHint'>

const ticketBy = (terms: Terms | undefined) =>
  fileRequest.input.shape.ticket.refine(
    (ticket) => ticketFits(terms?.ticketPattern ?? null, ticket),
    // The field's hint says what matches.
    {
      error: ({ input }) =>
        input ? 'This ticket doesn’t match the policy' : 'The policy requires a ticket',
    },
  )

// The server validates again with the operation's schema and the policy. This shows errors beside the fields before
// anything is sent. What is valid here is valid for the operation, so its type is kept.
const narrowed = <C extends Command>(op: C, input: Shape): C => ({ ...op, input })

/** The operation to send a request, validated with the policy's terms and, if given, the schema of its input. */
export const fileChecked = (terms: Terms | undefined, input?: Shape) =>
  narrowed(
    fileRequest,
    fileRequest.input.extend({
      ticket: ticketBy(terms),
      ...(input ? { input } : {}),
    }),
  )

/** The operation to edit a request, with the same validation. */
export const editChecked = (terms: Terms | undefined, input?: Shape) =>
  narrowed(
    editRequest,
    editRequest.input.extend({
      ticket: ticketBy(terms),
      ...(input ? { input } : {}),
    }),
  )
