'use client'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { list } from '@/lib/format/words'
import { type GuidedRun, isMoving, leaveGuided, putBackGuided, retryGuided } from '@/lib/ops/guided'
import { Elapsed } from '../data/elapsed'
import { FailureDetails } from '../data/failure-details'
import { Banner } from '../ui/banner'
import { StateBadge, statusStyles } from '../ui/state-badge'
import { Time } from '../ui/time'
import { ConfirmAction } from './confirm-action'
import { pageOfRun, runInWords, stepAt, stepUnderWay } from './guided'

const runStyles = statusStyles({
  running: ['In progress', 'moving'],
  done: ['Done', 'good'],
  'putting-back': ['Rolling back', 'moving'],
  'put-back': ['Rolled back', 'warn'],
  halted: ['Stopped', 'bad'],
  left: ['Left as is', 'idle'],
})

const stepStyles = statusStyles({
  waiting: ['Waiting', 'idle', <svg aria-hidden className="icon-[circle-dashed]" key="i" />],
  sending: ['Sending', 'moving'],
  checking: ['Taking effect', 'moving'],
  // Not a state: the last attempt may or may not have worked.
  unanswered: ['Not confirmed', 'warn'],
  done: ['Done', 'good'],
  failed: ['Failed', 'bad'],
  skipped: ['Skipped', 'idle', <svg aria-hidden className="icon-[skip-forward]" key="i" />],
})

/** The progress of a guided change, and what can be done when it stopped. */
export function GuidedSteps({ run }: { run: GuidedRun }) {
  const steps =
    run.putBack && run.putBack.state !== 'waiting' ? [...run.steps, run.putBack] : run.steps
  return (
    <div className="grid grid-cols-1 gap-3 p-4">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
        <StateBadge styles={runStyles} state={run.state} />
        <span className="font-medium">{run.summary}</span>
        <span className="text-muted">
          {run.by}, <Time at={run.createdAt} />
        </span>
      </p>
      {/* Always rendered, so that screen readers announce each step. */}
      <p role="status" className="sr-only">
        {runInWords(run)}
      </p>
      {run.state === 'halted' ? (
        <Halted run={run} />
      ) : (
        run.note && <p className="text-muted text-sm">{run.note}</p>
      )}
      <ol className="grid grid-cols-1 gap-px">
        {steps.map((step, i) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a run never move
            key={i}
            className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 border-line border-t py-2 text-sm first:border-t-0"
          >
            <span className="w-32 shrink-0">
              <StateBadge
                styles={stepStyles}
                state={step.unanswered && step.state === 'checking' ? 'unanswered' : step.state}
              />
            </span>
            <span className="min-w-0 flex-1 basis-56">
              {step.summary}
              {step.note && (
                <span className="block break-words text-muted text-xs">{step.note}</span>
              )}
              {step.atlas && <FailureDetails failure={{ atlas: step.atlas, requestId: run.id }} />}
            </span>
            {step.startedAt && (
              <Elapsed
                since={step.startedAt}
                until={step.endedAt ?? (isMoving(run) ? null : run.changedAt)}
                className="shrink-0 text-muted text-xs"
              />
            )}
          </li>
        ))}
      </ol>
    </div>
  )
}

/** The current state, and how to continue. */
function Halted({ run, children }: { run: GuidedRun; children?: ReactNode }) {
  const input = { groupId: run.groupId, runId: run.id }
  const left = run.steps.slice(stepAt(run)?.at)
  const did = run.steps.flatMap(({ summary, state }) => (state === 'done' ? [`“${summary}”`] : []))
  return (
    <Banner
      role="alert"
      tone="bad"
      title={runInWords(run)}
      actions={
        <>
          <ConfirmAction
            op={retryGuided}
            input={input}
            variant="primary"
            tone="primary"
            label="Continue"
            title="Continue the change?"
            confirm="Continue"
            done="Continuing"
          >
            <Sent steps={left} />
          </ConfirmAction>
          {run.putBack && (
            <ConfirmAction
              op={putBackGuided}
              input={input}
              tone="primary"
              label="Roll back"
              title="Roll back the change?"
              confirm="Roll back"
              done="Rolling back"
            >
              <Sent steps={[run.putBack]} />
            </ConfirmAction>
          )}
          <ConfirmAction
            op={leaveGuided}
            input={input}
            label="Leave"
            title="Leave it as is?"
            description="Finished steps stay. The others are not sent."
            confirm="Leave as is"
            done="Left as is"
          />
        </>
      }
    >
      {children}
      <p>{run.note ?? 'A step failed, and the change was not rolled back.'}</p>
      <p className="mt-1 font-medium">
        {did.length > 0 ? `Completed steps: ${list(did)}.` : 'Nothing was changed.'} Gatehouse won’t
        send anything more on its own.
      </p>
    </Banner>
  )
}

/** The remaining steps, in order. */
const Sent = ({ steps }: { steps: GuidedRun['steps'] }) => (
  <ol className="grid list-decimal gap-1 pl-5 text-sm">
    {steps.map(({ summary }) => (
      <li key={summary}>{summary}</li>
    ))}
  </ol>
)

/** A guided change in progress or stopped, above the pages it concerns. */
export function GuidedNotice({ run }: { run: GuidedRun }) {
  const page = pageOfRun(run, usePathname())
  const about = (
    <p className="flex flex-wrap gap-x-2 text-sm">
      <span className="text-text">{run.summary}</span>
      <span className="text-muted">
        {run.by}, <Time at={run.createdAt} />
      </span>
      {page && (
        <Link href={page} className="font-medium text-accent underline">
          View progress
        </Link>
      )}
    </p>
  )
  return run.state === 'halted' ? (
    <Halted run={run}>{about}</Halted>
  ) : (
    <Banner
      tone={stepUnderWay(run)?.unanswered ? 'warn' : 'accent'}
      role="status"
      title={runInWords(run)}
    >
      {about}
    </Banner>
  )
}
