'use client'
import { useId, useState } from 'react'
import { useCommand } from '@/lib/client/use-command'
import { list } from '@/lib/format/words'
import { decidePlan, type PlanView } from '@/lib/ops/plans'
import { useTextDraft } from '../../form/use-text-draft'
import { CancelButton } from '../../ops/cancel-button'
import { say } from '../../ops/tell'
import { Button } from '../../ui/button'
import { Textarea } from '../../ui/input'
import { Step } from '../../ui/step'
import { NotApproved } from '../card/approve-step'
import { countOf, nounOf, type PlanRow } from './words'

type Props = {
  plan: PlanView
  /** The waiting requests that the person may decide. */
  mine: readonly PlanRow[]
  verdict: 'approve' | 'deny'
  onSignIn: () => void
  onClose: () => void
}

const words = {
  approve: { do: 'Approve', doing: 'Approving…', done: 'Approved', label: 'Remark (optional)' },
  deny: { do: 'Deny', doing: 'Denying…', done: 'Denied', label: 'Reason' },
}

/** Confirms one decision on several requests, with one remark or reason. */
export function DecideTogether({ plan: opened, mine: shown, verdict, onSignIn, onClose }: Props) {
  const id = useId()
  // What was read is what is decided. A request that comes later needs another look.
  const [{ plan, mine }] = useState({ plan: opened, mine: shown })
  const [comment, setComment, drop] = useTextDraft(decidePlan.id, { digest: plan.digest, verdict })
  const sending = useCommand(decidePlan)
  const word = words[verdict]
  const all = countOf(plan, mine)
  const places = [...new Set(mine.map(({ groupName }) => groupName))]

  const send = () =>
    sending.mutate(
      {
        plan: plan.id,
        digest: plan.digest,
        verdict,
        requests: mine.map((one) => ({ requestId: one.id, digest: one.digest })),
        comment,
      },
      {
        onSuccess: ({ data: { results }, requestId }) => {
          drop()
          const isOpen = results.some(({ state }) => state === 'pending')
          void say(`${word.done}: ${all}`, {
            ...(isOpen ? { detail: 'Some need another approval before anything is sent.' } : {}),
            requestId,
          })
          onClose()
        },
      },
    )

  return (
    <Step
      size="lg"
      title={`${word.do} ${all} from ${plan.requester.name}?`}
      description={
        verdict === 'approve'
          ? 'One decision: all of them are approved exactly as shown, or none.'
          : nounOf(plan) === 'calls'
            ? 'The same calls are refused for a day.'
            : 'Nothing is sent. The requester sees your reason.'
      }
      onLeave={onClose}
      leave={(text) => (
        <CancelButton sending={sending} onCancel={onClose}>
          {text}
        </CancelButton>
      )}
      actions={
        <Button sends variant="primary" pending={sending.isPending} onClick={send}>
          {sending.isPending ? word.doing : `${word.do} ${all}`}
        </Button>
      }
    >
      <div className="grid grid-cols-1 gap-3">
        {sending.error && <NotApproved error={sending.error} onSignIn={onSignIn} />}
        <p className="text-sm">
          {places.length > MOST_NAMED
            ? `In ${places.length} projects and organizations.`
            : `In ${list(places)}.`}
        </p>
        <ol
          // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling needs focus
          tabIndex={0}
          aria-label={word.do}
          className="max-h-48 divide-y divide-line overflow-y-auto rounded-md border border-line"
        >
          {mine.map((one) => (
            <li key={one.id} className="break-words px-3 py-1.5 text-sm">
              {one.summary}
              {one.gist && <span className="block text-muted text-xs">{one.gist}</span>}
            </li>
          ))}
        </ol>
        <div>
          <label htmlFor={id} className="mb-1.5 block font-medium text-sm">
            {word.label}
          </label>
          <Textarea
            id={id}
            rows={2}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
          />
        </div>
      </div>
    </Step>
  )
}

/** Most places that are listed by name. */
const MOST_NAMED = 5
