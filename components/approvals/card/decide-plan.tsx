'use client'
import { useId, useState } from 'react'
import { stepUp } from '@/lib/client/step-up'
import { useCommand } from '@/lib/client/use-command'
import { count } from '@/lib/format/words'
import { decidePlan, type PlanView } from '@/lib/ops/plans'
import { routes } from '@/lib/routes'
import { CancelButton } from '../../ops/cancel-button'
import { say } from '../../ops/tell'
import { Banner } from '../../ui/banner'
import { Button } from '../../ui/button'
import { Textarea } from '../../ui/input'
import { Step } from '../../ui/step'
import { NotApproved } from './approve-step'
import { nounOf, PlanList } from './plan-list'

type Props = {
  plan: PlanView
  verdict: 'approve' | 'deny'
  /** The request whose page it is on. */
  requestId: string
  name: string
  onClose: () => void
}

const words = {
  approve: { do: 'Approve', doing: 'Approving…', done: 'approved', label: 'Remark (optional)' },
  deny: { do: 'Deny', doing: 'Denying…', done: 'denied', label: 'Reason' },
}

/** Decides on all waiting calls of a plan. Each gets a decision for its own digest. */
export function DecidePlan({ plan: opened, verdict, requestId, name, onClose }: Props) {
  const id = useId()
  // What was read is what is decided. A call that comes later needs another look.
  const [plan] = useState(() => ({
    ...opened,
    requests: opened.requests.filter(({ state }) => state === 'pending'),
  }))
  const [comment, setComment] = useState('')
  const [failed, setFailed] = useState<string[]>([])
  const sending = useCommand(decidePlan)
  const word = words[verdict]
  const noun = nounOf(plan)
  const calls = count(plan.requests.length, noun)

  const send = () =>
    sending.mutate(
      {
        verdict,
        requests: plan.requests.map((one) => ({ requestId: one.id, digest: one.digest })),
        comment,
      },
      {
        onSuccess: ({ data: { results }, requestId: trace }) => {
          const left = results.filter(({ state }) => state === null)
          void say(`${count(results.length - left.length, noun)} ${word.done}`, {
            requestId: trace,
          })
          if (left.length === 0) return onClose()
          setFailed([...new Set(left.map(({ whyNot }) => whyNot ?? ''))])
        },
      },
    )

  return (
    <Step
      size="lg"
      title={`${word.do} ${calls} from ${name}?`}
      description={
        verdict === 'approve'
          ? `Each ${noun} is approved exactly as it was sent.`
          : noun === 'call'
            ? 'The same calls are refused for a day.'
            : 'Nothing is sent.'
      }
      onLeave={onClose}
      leave={(text) => (
        <CancelButton sending={sending} onCancel={onClose}>
          {text}
        </CancelButton>
      )}
      actions={
        <Button
          sends
          variant="primary"
          pending={sending.isPending}
          disabled={failed.length > 0}
          onClick={send}
        >
          {sending.isPending ? word.doing : `${word.do} ${calls}`}
        </Button>
      }
    >
      <div className="grid grid-cols-1 gap-3">
        {sending.error && (
          <NotApproved
            error={sending.error}
            onSignIn={() => stepUp(opened.digest, routes.request(requestId))}
          />
        )}
        {failed.length > 0 && (
          <Banner role="alert" tone="warn" title={`Some ${noun}s were not ${word.done}`}>
            {failed.join(' ')}
          </Banner>
        )}
        <PlanList plan={plan} />
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
