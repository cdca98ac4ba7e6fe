'use client'
import { useWatch } from 'react-hook-form'
import type { RequestTerms } from '@/lib/ops/requests'
import { Field } from './field'

/** As on the server (lib/approvals/policy): the whole ticket must match. */
export const ticketFits = (pattern: string | null, ticket: string): boolean => {
  if (pattern === null) return true
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(ticket)
  } catch {
    // A pattern this browser can't parse is left to the server.
    return true
  }
}

/** The ticket, validated against the policy's pattern. Whether it is optional depends on what is requested. */
export function TicketField({ terms }: { terms: RequestTerms | undefined }) {
  const ticket = String(useWatch({ name: 'ticket' }) ?? '')
  const pattern = terms?.ticketPattern ?? null
  const isGood = ticket !== '' && pattern !== null && ticketFits(pattern, ticket)
  return (
    <Field
      name="ticket"
      label={terms && pattern === null ? 'Ticket (optional)' : 'Ticket'}
      className="max-w-60"
      spellCheck={false}
      hint={
        isGood ? (
          <span className="inline-flex items-center gap-1 text-good">
            <svg aria-hidden className="icon-[circle-check] size-3.5" /> Matches the policy
          </span>
        ) : (
          (terms?.ticketHint ??
          (pattern !== null
            ? `Must match ${pattern}`
            : terms
              ? undefined
              : 'The policy may require one.'))
        )
      }
    />
  )
}
