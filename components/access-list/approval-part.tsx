'use client'
import { useQuery } from '@tanstack/react-query'
import { useWatch } from 'react-hook-form'
import { read } from '@/lib/client/use-op'
import { minutesInWords } from '@/lib/format/duration'
import { list } from '@/lib/format/words'
import { allowAddresses } from '@/lib/ops/access-list'
import { type RequestTerms, requestTerms } from '@/lib/ops/requests'
import { FailureDetails } from '../data/failure-details'
import { Field, TextareaField } from '../form/field'
import { Banner } from '../ui/banner'
import { type Planned, whatOf } from './plan'

const SHOWN = 5

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
  return {
    ...(reason.trim().length < 10 ? { reason: 'Say why in at least 10 characters.' } : {}),
    ...(pattern && !fits(pattern, ticket)
      ? { ticket: terms.ticketHint ?? `The ticket must match ${pattern}.` }
      : {}),
  }
}

function fits(pattern: string, ticket: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(ticket)
  } catch {
    // A pattern that this browser cannot read is checked by the server.
    return true
  }
}

/** Asks for the reason and the ticket, and says who can approve. */
export function ApprovalPart({
  groupId,
  wide,
  because,
}: {
  groupId: string
  wide: readonly Planned[]
  /** Why a second person decides, as a sentence. */
  because: string | undefined
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
            ? `${whatOf(wide)} needs approval`
            : `${whatOf(wide)} need approval: ${list(wide.map((p) => p.value).slice(0, SHOWN))}${wide.length > SHOWN ? ` and ${wide.length - SHOWN} more` : ''}`}
        </p>
        <p className="mt-0.5 text-muted">
          {because}
          {told && told.decideByMinutes > 0 && (
            <>
              {' '}
              {who ? `${who} can approve it` : 'It can be approved'} within{' '}
              {minutesInWords(told.decideByMinutes)}.
            </>
          )}
          {end && ' The expiry counts from now, not from the approval.'}
        </p>
      </div>
      {told?.whyNot && <Banner tone="warn" title={told.whyNot} />}
      {terms.error && (
        <Banner tone="warn" title="The approval policy could not be read">
          {terms.error.message}
          <FailureDetails failure={terms.error.failure} />
        </Banner>
      )}
      <TextareaField
        name="reason"
        label="Reason"
        hint={`The approver decides by this.${length < 10 ? ` ${10 - length} more characters.` : ''}`}
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
