'use client'
import '@/lib/client/zod-now'
import { useId, useState } from 'react'
import { type FieldValues, FormProvider, useForm } from 'react-hook-form'
import { callServer } from '@/lib/client/call-server'
import { count } from '@/lib/format/words'
import { previewOp } from '@/lib/ops/console'
import { OpError } from '@/lib/ops/failure'
import { MOST_IN_PLAN } from '@/lib/ops/plans'
import { routes } from '@/lib/routes'
import { useLeaveWarning } from '../form/leave'
import { missingIn, RequestPart, useTerms } from '../form/request-part'
import { RefusableButton } from '../ops/action-button'
import type { BulkAsked } from '../ops/bulk-asked'
import { CallDetails } from '../ops/call-preview'
import { FailureNote } from '../ops/failure-note'
import { fitsPhrase, TypedPhrase } from '../ops/typed-phrase'
import { Banner } from '../ui/banner'
import { Button, ButtonLink } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { isGood, isPreview } from './bulk-checks'
import { countOf } from './bulk-kept'
import { BulkRows } from './bulk-rows'
import { failedIn, haltOf, isDone, leftIn, unconfirmedIn } from './bulk-run'
import { restLabel, startLabel, whatOf } from './bulk-words'
import { useBulk } from './use-bulk'

const TOO_MANY = `At most ${MOST_IN_PLAN} rows at once. Select fewer.`

/** Checks several rows, asks once, and runs the command for one row after the other. */
export function BulkDialog({ asked, onClose }: { asked: BulkAsked; onClose: () => void }) {
  const { rows, verb, what, fields } = asked
  const id = useId()
  const form = useForm<FieldValues>({
    defaultValues: { ...fields?.start, reason: '', ticket: '', ...asked.resumes?.terms },
  })
  // Read here, so that errors also show in fields whose code loads later.
  void form.formState.errors
  const [shared, setShared] = useState<FieldValues | undefined>(fields ? undefined : {})
  const [failed, setFailed] = useState<OpError>()
  const [typed, setTyped] = useState('')
  const bulk = useBulk(
    asked,
    shared,
    () => ({
      reason: String(form.getValues('reason')),
      ticket: String(form.getValues('ticket')),
    }),
    () => (wanted.length === 1 ? { confirm: typed } : { confirmRows: typed }),
  )
  const { calls, checks, sendable, gated, state } = bulk
  const isRunning = state.phase === 'running' || state.phase === 'stopping'
  useLeaveWarning(isRunning)

  const failedRows = failedIn(state)
  const unconfirmed = unconfirmedIn(state).length
  const done = [...state.rows.values()].filter(isDone).length
  const halt = haltOf(state)

  const [firstGated] = gated
  const terms = useTerms(
    (firstGated && calls.get(firstGated.id)?.id) ?? '',
    firstGated && calls.get(firstGated.id)?.input,
  )
  const whyNoRequest = terms.data?.data.whyNot
  const wanted = sendable.flatMap((row) => (whyNoRequest && gated.includes(row) ? [] : row.id))
  const left = leftIn(state).filter((one) => wanted.includes(one))
  const next = left.length > 0 ? left : failedRows
  const told = [...checks.values()].filter(isPreview)
  const sent = sendable.filter((row) => wanted.includes(row.id))
  const phrases = sent.flatMap((row) => {
    const check = checks.get(row.id)
    return isPreview(check) && 'phrase' in check.friction ? (check.friction.phrase ?? []) : []
  })
  const phrase =
    phrases.length === 0 || state.phase !== 'ready'
      ? undefined
      : sent.length === 1
        ? phrases[0]
        : whatOf(sent, what)
  const becauses = new Set(
    told.flatMap(({ friction }) => (friction.level === 'none' ? [] : friction.because)),
  )
  const said = becauses.size === 1 ? becauses : new Set<string>()
  const skipped = rows.filter(
    (row) => !sendable.includes(row) && !isDone(state.rows.get(row.id) ?? { is: 'left' }),
  ).length
  const total = wanted.length + (asked.resumes ? countOf(asked.resumes).done : 0)
  const requested = [...state.rows.values()].filter(({ is }) => is === 'requested').length
  const whyNot =
    (bulk.isTooMany ? TOO_MANY : undefined) ??
    (wanted.length === 0 ? (whyNoRequest ?? 'None of the rows can be sent.') : undefined) ??
    (phrase !== undefined && !fitsPhrase(typed, phrase) ? `Type ${phrase} to continue.` : undefined)

  /** Shows what the fields lack, which the server says of the first row. */
  async function review() {
    setFailed(undefined)
    const { reason: _, ticket: __, ...values } = form.getValues()
    const row = rows.find((one) => one.whyNot === undefined)
    if (!row) return setShared(values)
    const { id: op, input } = row.call(values)
    try {
      await callServer(previewOp, { op, input })
      setShared(values)
    } catch (error) {
      if (!(error instanceof OpError)) throw error
      const wrong = Object.entries(error.failure.fields ?? {})
      for (const [name, message] of wrong) form.setError(name, { message })
      if (wrong.length === 0) setFailed(error)
    }
  }

  async function start() {
    if (isRunning || whyNot !== undefined || !bulk.isReady) return
    form.clearErrors()
    const lacks =
      gated.length > 0 ? Object.entries(missingIn(form.getValues() as never, terms.data?.data)) : []
    for (const [name, message] of lacks) form.setError(name, { message })
    const [first] = lacks
    if (first) return form.setFocus(first[0])
    await bulk.start(next)
    // Requests stay, with their links.
    if (bulk.undone().length === 0 && gated.length === 0) close()
  }

  const close = () => {
    if (left.length === 0) bulk.drop()
    asked.onClose?.(bulk.undone())
    onClose()
  }

  const button = isRunning
    ? `${asked.doing} ${Math.min(done + failedRows.length + 1, total)} of ${total}`
    : !bulk.isReady
      ? `Checking ${checks.size} of ${bulk.toCheck}…`
      : state.phase === 'paused' || asked.resumes
        ? restLabel(left.length, failedRows.length)
        : startLabel(asked, sendable, gated.length)
  const isOver =
    next.length === 0 && (state.phase === 'paused' || (asked.resumes !== undefined && bulk.isReady))

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && !isRunning && close()}
      title={asked.title ?? `${verb} ${whatOf(rows, what)}?`}
      description={said.size === 1 ? [...said][0] : undefined}
      footer={
        <>
          {isRunning ? (
            <Button onClick={bulk.stop} aria-disabled={state.phase === 'stopping'}>
              {state.phase === 'stopping' ? 'Stopping…' : 'Stop after this one'}
            </Button>
          ) : (
            <Button onClick={close}>
              {state.phase === 'ready' && !asked.resumes ? 'Cancel' : 'Close'}
            </Button>
          )}
          {!isOver &&
            (shared ? (
              <RefusableButton
                // Checks can be left: nothing is sent yet.
                sends={bulk.isReady}
                variant={asked.isDanger ? 'danger' : 'primary'}
                pending={isRunning || !bulk.isReady}
                whyNot={isRunning || !bulk.isReady ? undefined : whyNot}
                className="h-auto min-h-8 whitespace-normal break-words py-1"
                onPress={() => void start()}
              >
                {button}
              </RefusableButton>
            ) : (
              <Button variant="primary" onClick={() => void review()}>
                Review {whatOf(rows, what)}
              </Button>
            ))}
        </>
      }
    >
      <FormProvider {...form}>
        <div className="grid grid-cols-1 gap-3">
          <span role="status" className="sr-only">
            {isRunning ? button : ''}
          </span>
          {failed && <FailureNote error={failed} />}
          {!shared && fields?.show}
          {halt && !isRunning && <FailureNote error={halt} />}
          {(state.phase === 'paused' || asked.resumes) && (
            <p className="text-sm">
              {[
                `${done} done`,
                ...(left.length > 0 ? [`${left.length} left`] : []),
                ...(failedRows.length > 0 ? [`${failedRows.length} failed`] : []),
                ...(unconfirmed > 0 ? [`${unconfirmed} not confirmed`] : []),
              ].join(', ')}
              .
            </p>
          )}
          {requested > 1 && !isRunning && (
            <Banner
              tone="accent"
              title={`${requested} requests wait for one decision`}
              actions={
                <ButtonLink size="sm" href={routes.requestPlan(bulk.id)}>
                  View requests
                </ButtonLink>
              }
            />
          )}
          {bulk.isTooMany && <Banner role="alert" tone="warn" title={TOO_MANY} />}
          {shared && asked.note}
          {bulk.isElsewhere && (
            <Banner role="alert" tone="warn" title="This is still running">
              Nothing was sent. Wait for the call in flight, here or in another tab, then continue.
            </Banner>
          )}
          {shared && skipped > 0 && bulk.isReady && !bulk.isTooMany && (
            <Banner
              tone="warn"
              title={`${count(skipped, 'row')} will be skipped`}
              actions={
                [...checks.values()].some((check) => !isGood(check)) && (
                  <Button size="sm" onClick={bulk.again}>
                    Check again
                  </Button>
                )
              }
            />
          )}
          {shared && !bulk.isTooMany && (
            <BulkRows {...{ rows, calls, checks, said }} states={state.rows} />
          )}
          {gated.length > 0 && state.phase === 'ready' && (
            <RequestPart
              terms={terms}
              title={`${whatOf(gated, what)} ${gated.length === 1 ? 'needs' : 'need'} approval`}
            />
          )}
          {phrase !== undefined && (
            <TypedPhrase
              {...{ id, phrase, typed }}
              onType={setTyped}
              onEnter={() => void start()}
            />
          )}
          {rows.length > 1 && told[0]?.call && (
            <p className="text-muted text-xs">One call for each row. The first:</p>
          )}
          <CallDetails call={told[0]?.call ?? null} />
        </div>
      </FormProvider>
    </Dialog>
  )
}
