'use client'
import { useQuery } from '@tanstack/react-query'
import { useWatch } from 'react-hook-form'
import { read } from '@/lib/client/use-op'
import { list } from '@/lib/format/words'
import { allowAddresses } from '@/lib/ops/access-list'
import { minutesInWords } from '@/lib/ops/employee'
import { type RequestTerms, requestTerms } from '@/lib/ops/requests'
import { FailureDetails } from '../data/failure-details'
import { Field, TextareaField } from '../form/field'
import { Banner } from '../ui/banner'
import { type Planned, whatOf } from './plan'

/** What policy asks of a request to allow addresses in this project. */
export const useTerms = (groupId: string, isAsked: boolean) =>
  useQuery({
    ...read(requestTerms, { op: allowAddresses.id, groupId }),
    enabled: isAsked,
    staleTime: 60_000,
  })

/** What a request of these values lacks, by field. */
export function missing(
  { reason, ticket }: { reason: string; ticket: string },
  terms: RequestTerms | undefined,
): Partial<Record<'reason' | 'ticket', string>> {
  const pattern = terms?.ticketPattern
  const why = reason.trim()
  return {
    ...(why.length < 10
      ? { reason: 'Say why, so that a second person can judge it: at least 10 characters.' }
      : {}),
    ...(pattern && !fits(pattern, ticket.trim())
      ? { ticket: terms.ticketHint ?? `The ticket must match ${pattern}.` }
      : {}),
  }
}

function fits(pattern: string, ticket: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(ticket)
  } catch {
    // What this browser cannot read, the server decides.
    return true
  }
}

/** Asks for what the second person judges by, and says who that may be. */
export function ApprovalPart({
  groupId,
  wide,
  byPolicy,
}: {
  groupId: string
  wide: readonly Planned[]
  byPolicy: boolean
}) {
  const terms = useTerms(groupId, true)
  const told = terms.data?.data
  const length = String(useWatch({ name: 'reason' }) ?? '').trim().length
  const end = wide.find((p) => p.entry.deleteAfterDate)
  const who = told && list([...told.approvers.people, ...told.approvers.groups], 'or')
  return (
    <section aria-label="Request" className="grid gap-4 rounded-md border border-warn-line p-3">
      <div className="text-sm">
        <p className="font-medium">
          {wide.length === 1
            ? `${whatOf(wide)} needs a second person`
            : `${whatOf(wide)} need a second person: ${list(wide.map((p) => p.value))}`}
        </p>
        <p className="mt-0.5 text-muted">
          {byPolicy
            ? 'The policy of this console asks for it.'
            : 'It opens the project to a large part of the internet.'}
          {told && told.decideByMinutes > 0 && (
            <>
              {' '}
              {who ? `Decided by ${who}` : 'To be decided'}, within{' '}
              {minutesInWords(told.decideByMinutes)}.
            </>
          )}
          {end && ' The end counts from now, not from the approval.'}
        </p>
      </div>
      {told?.whyNot && <Banner tone="warn" title={told.whyNot} />}
      {terms.error && (
        <Banner tone="warn" title="What the policy asks could not be read">
          {terms.error.message}
          <FailureDetails failure={terms.error.failure} />
        </Banner>
      )}
      <TextareaField
        name="reason"
        label="Reason"
        hint={`What the second person judges by. ${length < 10 ? `${10 - length} more characters.` : ''}`}
      />
      <Field
        name="ticket"
        label={told?.ticketPattern ? 'Ticket' : 'Ticket (optional)'}
        spellCheck={false}
        hint={told?.ticketHint ?? undefined}
        className="max-w-60"
      />
    </section>
  )
}
