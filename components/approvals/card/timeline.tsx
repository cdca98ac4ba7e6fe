'use client'
import type { ReactNode } from 'react'
import type { TimelineStep } from '@/lib/ops/request-shapes'
import { CopyProof } from '../../ops/copy-proof'
import { Copyable } from '../../ui/copyable'
import { Card } from '../../ui/page'
import { Time } from '../../ui/time'
import { EventStep, EventsNote, useAccessEvents } from './atlas-events'

const icons: Record<TimelineStep['tone'], ReactNode> = {
  neutral: <svg aria-hidden className="icon-[circle-dot] text-faint" />,
  good: <svg aria-hidden className="icon-[circle-check] text-good" />,
  warn: <svg aria-hidden className="icon-[triangle-alert] text-warn" />,
  bad: <svg aria-hidden className="icon-[circle-alert] text-bad" />,
}

/** All steps with their audit rows, and Atlas's events about the access, oldest first. */
export function Timeline({
  requestId,
  steps,
  isAccess,
  isAtlasDown,
}: {
  requestId: string
  steps: readonly TimelineStep[]
  /** The request gives access. */
  isAccess: boolean
  /** The card says that Atlas can’t be read. */
  isAtlasDown: boolean
}) {
  const query = useAccessEvents(requestId, isAccess)
  const events = query.data?.data.results ?? []
  const hasCluster = new Set(events.map(({ clusterName }) => clusterName)).size > 1
  const all = [
    ...steps.map((step) => ({ key: String(step.seq), time: step.time, step })),
    ...events.map((event) => ({ key: event.id, time: event.time, event })),
  ].toSorted((a, b) => Date.parse(a.time) - Date.parse(b.time))
  return (
    <Card>
      <h2 className="border-line border-b px-4 py-2.5 font-semibold text-base">
        Activity{' '}
        <span className="font-normal text-muted text-sm">
          recorded in the audit log{isAccess && ', with Atlas’s own events'}
        </span>
      </h2>
      <ol className="px-4 py-3">
        {all.map((one, i) => (
          <li key={one.key} className="flex gap-3">
            <span aria-hidden className="flex flex-col items-center [&_svg]:mt-0.5 [&_svg]:size-4">
              {'step' in one ? (
                icons[one.step.tone]
              ) : (
                <svg aria-hidden className="icon-[eye] text-warn" />
              )}
              {i < all.length - 1 && <span className="my-1 w-px flex-1 bg-line" />}
            </span>
            <div className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-4 pb-3.5">
              {'step' in one ? (
                <Step requestId={requestId} step={one.step} />
              ) : (
                <EventStep event={one.event} hasCluster={hasCluster} />
              )}
            </div>
          </li>
        ))}
      </ol>
      <EventsNote query={query} isSaid={isAtlasDown} />
    </Card>
  )
}

const Step = ({ requestId, step }: { requestId: string; step: TimelineStep }) => (
  <>
    <div className="min-w-0 flex-1 basis-80">
      <p className="text-sm">
        <Who actor={step.actor} /> {step.summary}{' '}
        <Time at={step.time} className="text-muted text-xs" />
      </p>
      {step.reason && (
        <p className="mt-0.5 whitespace-pre-wrap break-words text-muted text-sm">“{step.reason}”</p>
      )}
    </div>
    <p className="flex flex-wrap items-center gap-x-3 text-faint text-xs">
      {step.atlas && <span>Atlas {step.atlas}</span>}
      {step.requestId && (
        <Copyable
          value={step.requestId}
          shown={`req ${step.requestId.slice(-6)}`}
          what="request ID"
          className="text-faint"
        />
      )}
      <Copyable
        value={`${step.seq}:${step.hash}`}
        shown={`#${step.seq} ${step.hash}`}
        what="row number and hash"
        className="text-faint"
      />
      <CopyProof requestId={requestId} seq={step.seq} />
    </p>
  </>
)

const Who = ({ actor }: { actor: TimelineStep['actor'] }) => (
  <>
    <span className="font-medium">{actor.isMe ? 'You' : actor.name}</span>
    {actor.role && <span className="text-muted"> ({actor.role})</span>}
  </>
)
