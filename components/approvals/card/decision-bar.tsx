'use client'
import { useState } from 'react'
import { stepUp } from '@/lib/client/step-up'
import { useCommand } from '@/lib/client/use-op'
import { approveRequest, type RequestCard } from '@/lib/ops/requests'
import { useAge } from '../../data/age'
import { RefusableButton } from '../../ops/action-button'
import { FailureNote } from '../../ops/failure-note'
import { approveLabel } from '../../ops/sentence'
import { say, sayFailure } from '../../ops/tell'
import { Banner } from '../../ui/banner'
import { Button } from '../../ui/button'
import { Countdown, CountdownBar } from '../../ui/countdown'
import { DenyButton } from './deny-button'
import { Shorten } from './shorten'
import type { Shorter } from './use-shorter'

/** Time left, the length, and the two answers. The approval binds to the digest of the card that is shown. */
export function DecisionBar({
  card: { request, may },
  asOf,
  shorter,
  start,
  onDone,
}: {
  card: RequestCard
  asOf: string
  shorter: Shorter
  /** Opens the question for the reason at once. */
  start?: 'approve' | 'deny'
  onDone?: () => void
}) {
  const approve = useCommand(approveRequest)
  const { isStale } = useAge(asOf)
  const [readDigest, setReadDigest] = useState(request.digest)
  const wasEdited = readDigest !== request.digest
  const { minutes, isShorter } = shorter
  const label = approveLabel(request, minutes)

  const mayNot = may.approve ?? undefined
  const whyNot =
    mayNot ??
    (wasEdited
      ? 'The request was edited while you looked: read it again first.'
      : isStale
        ? 'What you see is older than 30 seconds: it is being read again.'
        : undefined)

  const send = () =>
    approve.mutate(
      {
        requestId: request.id,
        digest: request.digest,
        ...(isShorter && minutes !== null ? { minutes } : {}),
      },
      {
        onSuccess: ({ requestId }) => {
          void say('Approved', { detail: 'Gatehouse sends it to Atlas now.', requestId })
          onDone?.()
        },
        // Whoever comes too late: this bar is gone as soon as the request is read again.
        onError: (error) => void (error.kind === 'conflict' && sayFailure(error)),
      },
    )

  return (
    <div className="grid grid-cols-1 gap-2.5">
      {approve.error &&
        approve.error.kind !== 'conflict' &&
        (approve.error.kind === 'step-up' ? (
          <Banner
            role="alert"
            tone="warn"
            title="Prove that it is you"
            actions={
              <Button look="primary" onClick={() => stepUp()}>
                Prove it is you
              </Button>
            }
          >
            {approve.error.message}
          </Banner>
        ) : (
          <FailureNote error={approve.error} />
        ))}
      {wasEdited && mayNot === undefined && (
        <Banner role="alert" tone="warn">
          <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 text-text">
            <p>
              <strong className="font-medium">
                The request was edited while you looked: this is revision {request.revision}.
              </strong>{' '}
              An approval counts only for exactly what is shown.
            </p>
            <Button size="sm" onClick={() => setReadDigest(request.digest)}>
              I have read the new one
            </Button>
          </div>
        </Banner>
      )}
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2.5">
        <div className="w-44 max-sm:w-full">
          <p className="flex items-baseline justify-between gap-2 text-sm">
            <span className="text-muted text-xs">Time to decide</span>
            <Countdown to={request.decideBy} what="The time to decide" icon={false} />
          </p>
          <div className="mt-1">
            <CountdownBar from={request.createdAt} to={request.decideBy} />
          </div>
        </div>
        {mayNot !== undefined ? (
          <p className="min-w-0 flex-1 text-muted text-sm">{mayNot}</p>
        ) : request.minutes === null ? (
          <p className="min-w-0 flex-1 basis-56 text-sm max-sm:line-clamp-3">{request.says}</p>
        ) : (
          <Shorten shorter={shorter} />
        )}
        <div className="ml-auto flex gap-2 max-sm:w-full">
          {approve.isPending && (
            <Button size="lg" onClick={approve.stop}>
              Stop waiting
            </Button>
          )}
          <DenyButton
            request={request}
            whyNot={may.deny ?? (wasEdited ? whyNot : undefined)}
            look="danger-plain"
            size="lg"
            className="max-sm:flex-1"
            isOpen={start === 'deny'}
            onDone={onDone}
          />
          <RefusableButton
            whyNot={whyNot}
            look="primary"
            size="lg"
            pending={approve.isPending}
            aria-keyshortcuts="a"
            // What is approved stands beside a button of one word; in a list of buttons it has to be in its name.
            {...(label === 'Approve' ? { 'aria-label': `Approve: ${request.says}` } : {})}
            className="min-w-24 max-sm:flex-2"
            onPress={send}
          >
            {approve.isPending ? 'Approving…' : label}
          </RefusableButton>
        </div>
      </div>
      {mayNot === undefined && isStale && !wasEdited && (
        <p role="status" className="text-warn text-xs">
          {whyNot}
        </p>
      )}
    </div>
  )
}
