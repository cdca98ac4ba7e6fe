'use client'
import type { ReactNode } from 'react'
import { useNow } from '@/lib/client/use-now'
import { millis, remaining } from '@/lib/format/time'
import type { EffectView } from '@/lib/ops/request-shapes'
import type { RequestCard } from '@/lib/ops/requests'
import { cn } from '../../ui/cn'
import { Time } from '../../ui/time'

type Mark = 'done' | 'now' | 'unsure' | 'failed' | 'todo'
type Step = { title: string; mark: Mark; at?: string | null }

const rank = { planned: 0, claimed: 1, sending: 2, unknown: 3, absent: 3, confirmed: 4 } as const

/** The steps of one call to Atlas, from its effect. */
function stepsOf(effect: EffectView, isEnd: boolean, isLater: boolean): Step[] {
  const { state, sentAt, confirmedAt } = effect
  const failed = state === 'refused' || state === 'conflict'
  const at = failed ? (sentAt ? 3 : 1) : rank[state]
  const wasSent = at >= 3
  return [
    {
      title: 'Read the current state',
      mark: at > 1 ? 'done' : failed ? 'failed' : isLater ? 'todo' : 'now',
    },
    {
      title: isEnd
        ? 'Send the revoke to Atlas'
        : effect.awaitsCaller
          ? 'Pass the client’s call to Atlas'
          : 'Send the call to Atlas',
      mark: wasSent ? (failed ? 'failed' : 'done') : at === 2 ? 'now' : 'todo',
      at: sentAt,
    },
    {
      title: isEnd ? 'Confirm that it is gone' : 'Confirm by reading it back',
      mark:
        state === 'confirmed'
          ? 'done'
          : state === 'unknown'
            ? 'unsure'
            : at === 3 && !failed
              ? 'now'
              : 'todo',
      at: confirmedAt,
    },
  ]
}

const icons: Record<Mark, ReactNode> = {
  done: <svg role="img" aria-label="Done:" className="icon-[check] text-good" />,
  now: (
    <svg role="img" aria-label="Now:" className="icon-[loader-circle] animate-spin text-accent" />
  ),
  unsure: (
    <svg role="img" aria-label="Not known yet:" className="icon-[circle-question-mark] text-warn" />
  ),
  failed: <svg role="img" aria-label="Stopped:" className="icon-[x] text-bad" />,
  todo: <span className="m-1 block size-2 rounded-full border border-edge" />,
}

/** The progress of a call. An unknown outcome is a state of its own, with a countdown to the next check. */
export function Progress({
  effect,
  isEnd,
  until = null,
}: {
  effect: EffectView
  isEnd: boolean
  /** When the approval expires. */
  until?: string | null
}) {
  const isUnknown = effect.state === 'unknown'
  const isLater =
    effect.state === 'planned' &&
    !effect.note &&
    (effect.nextCheckAt !== null || effect.awaitsCaller)
  const waits = effect.state === 'planned' && effect.note
  const isPermit = effect.state === 'planned' && effect.awaitsCaller
  return (
    <section
      aria-label={isEnd ? 'Revoke' : 'The call to Atlas'}
      className={cn(
        'rounded-lg border px-4 py-3',
        isUnknown ? 'border-warn-line bg-warn-soft' : 'border-line bg-surface',
      )}
    >
      <h2 className="font-semibold">
        {isUnknown ? (
          'Not confirmed yet'
        ) : isEnd ? (
          'Revoking access'
        ) : isPermit ? (
          <>
            Approved. Waiting for the client to send the call again
            {until && (
              <>
                . The approval expires <Time at={until} />
              </>
            )}
          </>
        ) : isLater ? (
          <>
            Approved. Gatehouse sends it <Time at={effect.nextCheckAt} />
          </>
        ) : (
          'Approved, sending to Atlas'
        )}
      </h2>
      <ol className="mt-2 grid gap-x-6 gap-y-1.5 sm:grid-cols-3">
        {stepsOf(effect, isEnd, isLater).map(({ title, mark, at }) => (
          <li
            key={title}
            className="flex items-start gap-2 text-sm [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0"
          >
            {icons[mark]}
            <span className={cn('min-w-0', mark === 'todo' && 'text-faint')}>
              {title}
              {at && (
                <>
                  {' '}
                  <Time at={at} className="text-muted text-xs" />
                </>
              )}
            </span>
          </li>
        ))}
      </ol>
      {(isUnknown || waits) && (
        <p className="mt-2 text-sm">
          {effect.note} {isUnknown ? 'Gatehouse checks Atlas before it sends anything again.' : ''}{' '}
          <NextCheck at={effect.nextCheckAt} verb={isUnknown ? 'Checking again' : 'Trying again'} />
        </p>
      )}
      {effect.attempts > 1 && (
        <p className="mt-1 text-muted text-xs">
          Attempt {effect.attempts}, identical to the first.
        </p>
      )}
    </section>
  )
}

function NextCheck({ at, verb }: { at: string | null; verb: string }) {
  const now = useNow()
  const left = (millis(at) ?? now) - now
  return (
    <strong className="whitespace-nowrap font-medium text-warn">
      {left > 0 ? `${verb} in ${remaining(left)}.` : `${verb} now…`}
    </strong>
  )
}

/** A request's calls: the one that carries it out, and the one that ends it. */
export const effectsOf = ({ effects, request }: Pick<RequestCard, 'effects' | 'request'>) => ({
  begin: effects.findLast((e) => e.op === request.op),
  end: effects.findLast((e) => e.op !== request.op),
})
