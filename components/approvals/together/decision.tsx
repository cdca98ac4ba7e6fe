'use client'
import { useState } from 'react'
import { stepUp } from '@/lib/client/step-up'
import { useNow } from '@/lib/client/use-now'
import { millis } from '@/lib/format/time'
import type { PlanView } from '@/lib/ops/plans'
import { cancelRequest } from '@/lib/ops/requests'
import { routes } from '@/lib/routes'
import { useAge } from '../../data/age'
import { RefusableButton } from '../../ops/action-button'
import { askInBulk } from '../../ops/bulk-asked'
import { Banner } from '../../ui/banner'
import { Button } from '../../ui/button'
import { Countdown } from '../../ui/countdown'
import { lazyComponent } from '../../ui/lazy-component'
import { usePanel } from '../../ui/use-panel'
import { countOf, type PlanRow } from './words'

const DecideTogether = lazyComponent(() =>
  import('./decide-together').then((m) => m.DecideTogether),
)

/** Asks the requester, then cancels their requests, one after the other. */
const cancelAll = (waiting: readonly PlanRow[]) =>
  askInBulk({
    verb: 'Cancel',
    doing: 'Canceling…',
    what: 'requests',
    isDanger: true,
    invalidates: cancelRequest.invalidates ?? [],
    rows: waiting.map(({ id, summary, groupName }) => ({
      id,
      name: summary,
      place: groupName,
      call: () => ({ id: cancelRequest.id, input: { requestId: id } }),
    })),
  })

type Props = { plan: PlanView; waiting: readonly PlanRow[]; asOf: string }

/** Time left, and the decision on all requests that the reader may decide. It is bound to the digest of what is shown. */
export function Decision({ plan, waiting, asOf }: Props) {
  const { panel, open, close } = usePanel(['approve-all', 'deny-all'])
  const now = useNow()
  const { isStale } = useAge(asOf)
  const [readDigest, setReadDigest] = useState(plan.digest)
  const mine = waiting.filter(({ mayApprove }) => mayApprove === null)
  const hasChanged = readDigest !== plan.digest
  const whyNot = hasChanged
    ? 'These requests changed. Review them first.'
    : isStale
      ? 'This page is more than 30 seconds old. Refreshing…'
      : undefined
  const isStepUpNeeded =
    plan.stepUp !== null && (plan.stepUp.until === null || (millis(plan.stepUp.until) ?? 0) <= now)
  const signIn = () => stepUp(plan.digest, routes.requestPlan(plan.id))

  return (
    <div className="sticky bottom-0 z-10 grid gap-2.5 rounded-lg border border-line bg-raised px-4 py-3 shadow-lift max-sm:-mx-4 max-sm:rounded-none max-sm:border-x-0 print:hidden [@media(max-height:42rem)]:static">
      {hasChanged && mine.length > 0 && (
        <Banner
          role="alert"
          tone="warn"
          title="These requests changed after you opened them"
          actions={
            <Button size="sm" onClick={() => setReadDigest(plan.digest)}>
              I reviewed them
            </Button>
          }
        >
          A request was added, edited, canceled or decided.
        </Banner>
      )}
      {mine.length > 0 && mine.length < waiting.length && (
        <p className="text-sm">
          You can decide {mine.length} of these {waiting.length} requests. Each of the others says
          why you can’t.
        </p>
      )}
      {isStepUpNeeded && mine.length > 0 && (
        <p className="text-muted text-sm">{plan.stepUp?.whyNot ?? 'Sign in again to approve.'}</p>
      )}
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2.5">
        <p className="text-sm">
          <span className="text-muted text-xs">Time to decide</span>{' '}
          <Countdown to={plan.decideBy} what="The time to decide" icon={false} />
        </p>
        {mine.length === 0 && (
          <p className="min-w-0 flex-1 text-muted text-sm">{waiting[0]?.mayApprove}</p>
        )}
        {mine.length === 0 && plan.requester.isMe && (
          <Button size="lg" aria-haspopup="dialog" onClick={() => cancelAll(waiting)}>
            Cancel {countOf(plan, waiting)}…
          </Button>
        )}
        {mine.length > 0 && (
          <div className="ml-auto flex gap-2 max-sm:w-full max-sm:flex-wrap">
            <RefusableButton
              size="lg"
              className="max-sm:flex-1"
              whyNot={whyNot}
              aria-haspopup="dialog"
              onPress={() => void open('deny-all')}
            >
              Deny {countOf(plan, mine)}…
            </RefusableButton>
            <RefusableButton
              size="lg"
              className="max-sm:order-first max-sm:basis-full"
              variant="primary"
              whyNot={whyNot}
              aria-haspopup="dialog"
              onPress={() => (isStepUpNeeded ? signIn() : void open('approve-all'))}
            >
              {isStepUpNeeded ? 'Sign in again to approve' : `Approve ${countOf(plan, mine)}…`}
            </RefusableButton>
          </div>
        )}
      </div>
      {panel && mine.length > 0 && (
        <DecideTogether
          plan={plan}
          mine={mine}
          verdict={panel === 'approve-all' ? 'approve' : 'deny'}
          onSignIn={signIn}
          onClose={() => void close()}
        />
      )}
    </div>
  )
}
