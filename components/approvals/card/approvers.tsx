'use client'
import { minutesInWords } from '@/lib/format/duration'
import { count, list } from '@/lib/format/words'
import type { RequestCard } from '@/lib/ops/requests'
import { Badge } from '../../ui/badge'
import { Time } from '../../ui/time'
import { Twin } from '../twin'

type Step = RequestCard['steps'][number]
type Decision = RequestCard['decisions'][number]

/** The approvals of a request, step by step: who gave them, and who can give the next one. */
export function Approvers({ card: { steps, decisions, request } }: { card: RequestCard }) {
  const voided = decisions.filter((d) => !d.counted)
  const denials = decisions.filter((d) => d.counted && d.verdict === 'deny')
  return (
    <div className="grid gap-2 text-sm">
      {steps.length === 0 && <p>The policy approves this request automatically.</p>}
      <ol className="grid gap-2">
        {steps.map((step, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its position
          <li key={at} className="grid gap-0.5">
            <StepHead
              step={step}
              number={steps.length > 1 ? at + 1 : undefined}
              isPending={request.state === 'pending'}
            />
            <Votes
              of={decisions.filter((d) => d.counted && d.verdict === 'approve' && d.step === at)}
              requester={request.requester.name}
            />
            {request.state === 'pending' && step.got < step.count && <Deciders step={step} />}
          </li>
        ))}
      </ol>
      <Votes of={denials} requester={request.requester.name} />
      <Votes of={voided} requester={request.requester.name} />
      {decisions.length === 0 && request.state !== 'pending' && steps.length > 0 && (
        <p className="text-muted">
          {request.breakGlass ? 'Skipped by break-glass.' : 'Nobody decided.'}
        </p>
      )}
    </div>
  )
}

function StepHead({
  step,
  number,
  isPending,
}: {
  step: Step
  number: number | undefined
  isPending: boolean
}) {
  const { groups, got, count: needed, isOpen } = step
  return (
    <p className="flex flex-wrap items-baseline gap-x-2">
      <span className="font-medium">
        {number !== undefined && `Step ${number}: `}
        {got} of {count(needed, 'approval')}
      </span>
      <span className="text-muted">
        {isOpen ? 'Waiting for ' : isPending && got < needed ? 'Then ' : ''}
        {groups.length === 0 ? 'any approver' : list(groups, 'or')}
      </span>
    </p>
  )
}

/** People who can give the next approval, by their last sign-in. */
function Deciders({ step: { people, others, missing, isOpen } }: { step: Step }) {
  return (
    <>
      {missing !== null && <p className="text-warn">{missing}</p>}
      {(people.length > 0 || others.length > 0) && (
        <details>
          <summary className="text-muted">
            {isOpen ? 'Can decide now' : 'Can decide later'}:{' '}
            <span className="text-text">
              {people.map((one) => one.name).join(', ') || 'nobody'}
            </span>
          </summary>
          <ul className="mt-1 grid gap-0.5">
            {people.map((one) => (
              <li key={`${one.name} ${one.for}`}>
                {one.name}
                {one.for !== null && ` for ${one.for}`}{' '}
                <span className="text-muted">
                  last signed in <Time at={one.lastSeenAt} />
                </span>
              </li>
            ))}
            {others.map((one) => (
              <li key={`${one.name} ${one.why}`} className="text-muted">
                {one.name} can’t: {one.why}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

function Votes({ of: decisions, requester }: { of: Decision[]; requester: string }) {
  if (decisions.length === 0) return null
  return (
    <ul className="grid gap-1">
      {decisions.map((d) => (
        <li key={`${d.by.name} ${d.at}`} className="flex flex-wrap items-baseline gap-x-2">
          <Badge tone={d.counted ? (d.verdict === 'approve' ? 'good' : 'bad') : 'neutral'}>
            {d.verdict === 'approve' ? 'Approved' : 'Denied'}
          </Badge>
          <span>
            {d.by.isMe ? 'You' : d.by.name}
            {d.for !== null && ` for ${d.for}`} <Time at={d.at} />
            {!d.counted && `, revision ${d.revision}, no longer counts`}
          </span>
          <Narrowed decision={d} />
          {isSameName(d.by.name, requester) && <Twin of="requester" />}
          {d.comment && <span className="break-words text-muted">“{d.comment}”</span>}
        </li>
      ))}
    </ul>
  )
}

function Narrowed({ decision: { minutes, level, targets } }: { decision: Decision }) {
  const parts = [
    level && `${level.short} only`,
    minutes !== null && `at most ${minutesInWords(minutes)}`,
    targets !== null && `only ${count(targets.length, 'cluster')}`,
  ].filter(Boolean)
  return parts.length > 0 ? <span className="text-muted">{parts.join(', ')}</span> : null
}

// No account can decide its own request, so an equal name is another account.
const isSameName = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase()
