'use client'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { read } from '@/lib/client/use-op'
import { minutesInWords } from '@/lib/format/duration'
import { list } from '@/lib/format/words'
import { fileRequest, type RequestTerms, requestTerms } from '@/lib/ops/requests'
import { FailureDetails } from '../data/failure-details'
import { Banner } from '../ui/banner'
import { ReasonField } from './reason-field'
import { TicketField, ticketFits } from './ticket-field'

/** The policy for requests of this command; undefined input reads nothing. */
export const useTerms = (op: string, input: Record<string, unknown> | undefined) =>
  useQuery({
    ...read(requestTerms, { op, input: input ?? {} }),
    enabled: input !== undefined,
    staleTime: 60_000,
  })

/** What a request with this reason and ticket lacks, by field. */
export function missingIn(
  { reason, ticket }: { reason: unknown; ticket: unknown },
  terms: RequestTerms | undefined,
): Partial<Record<'reason' | 'ticket', string>> {
  const { reason: reasons, ticket: tickets } = fileRequest.input.shape
  const said = (result: { error?: { issues: Array<{ message: string }> } | undefined }) =>
    result.error?.issues[0]?.message
  const noReason = said(reasons.safeParse(reason))
  const noTicket =
    said(tickets.safeParse(ticket)) ??
    (ticketFits(terms?.ticketPattern ?? null, String(ticket ?? ''))
      ? undefined
      : (terms?.ticketHint ?? `The ticket must match ${terms?.ticketPattern}.`))
  return { ...(noReason ? { reason: noReason } : {}), ...(noTicket ? { ticket: noTicket } : {}) }
}

/** The reason and the ticket of a request inside another form, with who can approve it. */
export function RequestPart({
  title,
  terms,
  children,
}: {
  title: ReactNode
  terms: ReturnType<typeof useTerms>
  /** Why it needs approval. */
  children?: ReactNode
}) {
  const told = terms.data?.data
  const who = told && list([...told.approvers.people, ...told.approvers.groups], 'or')
  return (
    <section aria-label="Request" className="grid gap-4 rounded-md border border-warn-line p-3">
      <div className="text-sm">
        <p className="font-medium">{title}</p>
        <p className="mt-0.5 text-muted">
          {children}
          {told?.automatic && ' The policy approves it automatically.'}
          {told && !told.automatic && told.decideByMinutes > 0 && (
            <>
              {' '}
              {who ? `${who} can approve it` : 'It can be approved'} within{' '}
              {minutesInWords(told.decideByMinutes)}.
              {told.approvals && ` It needs ${told.approvals}.`}
            </>
          )}
          {told?.window && ` Sent only ${told.window}.`}
        </p>
      </div>
      {told?.missing && <p className="text-sm text-warn">{told.missing}</p>}
      {told?.whyNot && <Banner tone="warn" title={told.whyNot} />}
      {terms.error && (
        <Banner tone="warn" title="The approval policy could not be read">
          {terms.error.message}
          <FailureDetails failure={terms.error.failure} />
        </Banner>
      )}
      <ReasonField hint="Why it is needed, and why now. Leave out customer data: the audit log keeps this text." />
      <TicketField terms={told} />
    </section>
  )
}
