'use client'
import { CircleCheck } from 'lucide-react'
import { useWatch } from 'react-hook-form'
import type { RequestTerms } from '@/lib/ops/requests'
import { Field } from '../../form/field'

/** As the server checks it (lib/approvals/policy): the whole ticket has to match. */
export const ticketFits = (pattern: string | null, ticket: string): boolean => {
  if (pattern === null) return true
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(ticket)
  } catch {
    // What this browser cannot read, the server decides.
    return true
  }
}

/** The ticket, checked against the policy's pattern while it is typed. */
export function TicketField({ terms }: { terms: RequestTerms | undefined }) {
  const ticket = String(useWatch({ name: 'ticket' }) ?? '').trim()
  const pattern = terms?.ticketPattern ?? null
  const isGood = ticket !== '' && pattern !== null && ticketFits(pattern, ticket)
  return (
    <Field
      name="ticket"
      label={pattern === null ? 'Ticket (optional)' : 'Ticket'}
      className="max-w-60"
      spellCheck={false}
      hint={
        isGood ? (
          <span className="inline-flex items-center gap-1 text-good">
            <CircleCheck aria-hidden className="size-3.5" /> Matches the policy
          </span>
        ) : (
          (terms?.ticketHint ?? (pattern === null ? undefined : `Must match ${pattern}`))
        )
      }
    />
  )
}
