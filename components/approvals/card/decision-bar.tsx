'use client'
import { useId, useState } from 'react'
import { flushSync } from 'react-dom'
import { useCommand } from '@/lib/client/use-command'
import { approveRequest, type RequestCard } from '@/lib/ops/requests'
import { useAge } from '../../data/age'
import { useTextDraft } from '../../form/use-text-draft'
import { RefusableButton } from '../../ops/action-button'
import { usePreview } from '../../ops/call-preview'
import { approveLabel } from '../../ops/sentence'
import { say } from '../../ops/tell'
import { Banner } from '../../ui/banner'
import { Button } from '../../ui/button'
import { Countdown, CountdownBar } from '../../ui/countdown'
import { ApproveStep, NotApproved, Remark } from './approve-step'
import { DenyButton } from './deny-button'
import { isGrave } from './grave'
import { Narrow, NarrowedBefore } from './narrow'
import { StepUpNote } from './step-up-note'
import type { Narrower } from './use-narrower'
import { useStepUp } from './use-step-up'
import { useTellLate } from './use-tell-late'

type Props = {
  card: RequestCard
  asOf: string
  narrower: Narrower
  /** Opens the denial at once. */
  start?: 'approve' | 'deny'
  onDone?: () => void
}

/** Time left, duration, and the decision. An approval is bound to the digest of what is shown. */
export function DecisionBar({ card, asOf, narrower, start, onDone }: Props) {
  const { request, may } = card
  const { isStale } = useAge(asOf)
  const [readDigest, setReadDigest] = useState(request.digest)
  const wasEdited = readDigest !== request.digest
  const mayNot = may.approve ?? undefined
  const whyNot =
    mayNot ??
    (wasEdited
      ? 'Someone edited the request. Review the new revision first.'
      : isStale
        ? 'This page is more than 30 seconds old. Refreshing…'
        : undefined)
  return (
    <div className="grid grid-cols-1 gap-2.5">
      {wasEdited && mayNot === undefined && (
        <Banner role="alert" tone="warn">
          <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 text-text">
            <p>
              <strong className="font-medium">
                Someone edited this request. You now see revision {request.revision}.
              </strong>{' '}
              Your approval covers only this revision.
            </p>
            <Button size="sm" onClick={() => setReadDigest(request.digest)}>
              I reviewed it
            </Button>
          </div>
        </Banner>
      )}
      <Answers
        {...{ card, narrower, start, onDone, whyNot }}
        whyNotDeny={may.deny ?? (wasEdited ? whyNot : undefined)}
      />
      {mayNot === undefined && isStale && !wasEdited && (
        <p role="status" className="text-warn text-xs">
          {whyNot}
        </p>
      )}
    </div>
  )
}

function Answers({
  card,
  narrower,
  start,
  onDone,
  whyNot,
  whyNotDeny,
}: Omit<Props, 'asOf'> & { whyNot: string | undefined; whyNotDeny: string | undefined }) {
  const { request, may, narrowed } = card
  const approve = useCommand(approveRequest)
  const tellLate = useTellLate(request.id)
  const { minutes, level, isShorter, isSmaller, input } = narrower
  const friction = usePreview(request.op, request.isPlaceGone ? undefined : input).data?.data
    .friction
  const [isAsking, setAsking] = useState(false)
  const [remark, keepRemark, dropRemark] = useTextDraft(approveRequest.id, {
    digest: request.digest,
  })
  const [hasRemark, setHasRemark] = useState(false)
  const isRemarkShown = may.approve === null && (hasRemark || remark !== '')
  const setRemark = (text: string) => {
    setHasRemark(true)
    keepRemark(text)
  }
  const id = useId()
  const stepUp = useStepUp(card, narrower)
  const label = stepUp.isNeeded
    ? 'Sign in again to approve'
    : approveLabel({ level }, minutes, card.several && narrower.targets.length)
  // Someone else decided first; this bar disappears on the next read.
  const error = approve.error?.kind === 'conflict' ? null : approve.error

  const send = () =>
    approve.mutate(
      {
        requestId: request.id,
        digest: request.digest,
        ...(isShorter && minutes !== null ? { minutes } : {}),
        ...(isSmaller && level ? { level: level.id } : {}),
        ...(narrower.isFewer ? { targets: narrower.targets } : {}),
        comment: remark,
      },
      {
        onSuccess: ({ data, requestId }) => {
          dropRemark()
          setAsking(false)
          void say('Approved', {
            detail:
              data.state === 'pending'
                ? 'It needs another approval before anything is sent.'
                : request.startsAt === null
                  ? 'Gatehouse is sending it to Atlas.'
                  : 'Gatehouse sends it to Atlas at the start time.',
            requestId,
          })
          onDone?.()
        },
        onError: tellLate,
      },
    )

  return (
    <>
      {error && !isAsking && <NotApproved error={error} onSignIn={stepUp.start} />}
      {narrowed && may.approve === null && <NarrowedBefore narrowed={narrowed} />}
      {card.stepUp !== null && may.approve === null && !error && <StepUpNote stepUp={stepUp} />}
      {isRemarkShown && !isAsking && <Remark {...{ id, remark }} onRemark={setRemark} />}
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
        {may.approve !== null ? (
          <p className="min-w-0 flex-1 text-muted text-sm">{may.approve}</p>
        ) : request.minutes === null ? (
          <p className="min-w-0 flex-1 basis-56 text-sm max-sm:line-clamp-3">{request.summary}</p>
        ) : (
          <Narrow narrower={narrower} />
        )}
        <div className="ml-auto flex min-w-0 gap-2 max-sm:w-full max-sm:flex-wrap">
          {may.approve === null && !isRemarkShown && (
            <Button
              size="lg"
              variant="quiet"
              className="max-sm:flex-1"
              onClick={() => {
                flushSync(() => setHasRemark(true))
                document.getElementById(id)?.focus()
              }}
            >
              <svg aria-hidden className="icon-[message-square-plus]" /> Add remark
            </Button>
          )}
          <DenyButton
            request={request}
            whyNot={whyNotDeny}
            size="lg"
            className="max-sm:flex-1"
            isOpen={start === 'deny'}
            onDone={onDone}
          />
          {approve.isPending && !isAsking && (
            <Button size="lg" onClick={approve.stop}>
              Stop waiting
            </Button>
          )}
          <RefusableButton
            whyNot={whyNot}
            variant="primary"
            size="lg"
            pending={approve.isPending && !isAsking}
            aria-keyshortcuts="a"
            // The sentence is beside the button; screen readers need it in the name.
            {...(label === 'Approve' ? { 'aria-label': `Approve: ${request.summary}` } : {})}
            className="h-auto min-h-10 min-w-24 whitespace-normal py-1.5 max-sm:order-first max-sm:basis-full"
            onPress={() => {
              if (stepUp.isNeeded) return stepUp.start()
              if (!isGrave({ ...request, level }, friction)) return send()
              approve.reset()
              setAsking(true)
            }}
          >
            {approve.isPending && !isAsking ? 'Approving…' : label}
          </RefusableButton>
        </div>
      </div>
      {isAsking && (
        <ApproveStep
          summary={request.summary}
          because={friction && friction.level !== 'none' ? friction.because : undefined}
          label={label}
          remark={remark}
          onRemark={setRemark}
          sending={approve}
          error={error}
          onSignIn={stepUp.start}
          onSend={send}
          onLeave={() => setAsking(false)}
        />
      )}
    </>
  )
}
