'use client'
import type { ReactNode } from 'react'
import { useNow } from '@/lib/client/use-now'
import { millis, remaining } from '@/lib/format/time'
import type { EffectView } from '@/lib/ops/request-shapes'
import type { RequestCard } from '@/lib/ops/requests'
import { Elapsed } from '../../data/elapsed'
import { isStuck } from '../../ops/phase'
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

/** The progress of a call: in one sentence where it stands, why it does not go on, and what happens next. */
export function Progress({
  effect,
  isEnd,
  isAccess,
  waitsFor,
  until = null,
  children,
}: {
  effect: EffectView
  isEnd: boolean
  /** The request gives access. */
  isAccess: boolean
  /** The call that gives the access, while a revoke waits for its outcome. */
  waitsFor?: EffectView | undefined
  /** When the approval expires. */
  until?: string | null
  /** What can be done. */
  children?: ReactNode
}) {
  const { state, note, attempts, awaitsCaller, nextCheckAt } = effect
  const isUnknown = state === 'unknown'
  const isPlanned = state === 'planned'
  const isLater = isPlanned && !note && (nextCheckAt !== null || awaitsCaller)
  const cantGoOn = isStuck(effect)
  const isPermit = isPlanned && awaitsCaller
  return (
    <section
      aria-label={isEnd ? 'Revoke' : 'The call to Atlas'}
      className={cn(
        'flex flex-wrap items-start gap-x-6 gap-y-3 rounded-lg border px-4 py-3',
        !cantGoOn
          ? 'border-line bg-surface'
          : isEnd
            ? 'border-bad-line bg-bad-soft'
            : 'border-warn-line bg-warn-soft',
      )}
    >
      <div className="min-w-0 flex-1 basis-72">
        <h2 className="font-semibold">
          {isEnd ? (
            cantGoOn ? (
              'Revoke not confirmed: MongoDB employees may still have access'
            ) : (
              'Revoking access'
            )
          ) : isUnknown ? (
            `Not confirmed yet${isAccess ? ': MongoDB employees may have access' : ''}`
          ) : cantGoOn ? (
            'Approved, not sent yet'
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
              Approved. Gatehouse sends it <Time at={nextCheckAt} />
            </>
          ) : (
            'Approved, sending to Atlas'
          )}
        </h2>
        <ol className="mt-2 grid gap-x-6 gap-y-1.5 sm:grid-cols-3">
          {stepsOf(effect, isEnd, isLater || waitsFor !== undefined).map(({ title, mark, at }) => (
            <li
              key={title}
              className="flex items-start gap-2 text-sm [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0"
            >
              {icons[mark]}
              <span className={cn('min-w-0', mark === 'todo' && 'text-faint')}>
                {title}
                {at && mark !== 'todo' && (
                  <>
                    {' '}
                    <Time at={at} className="text-muted text-xs" />
                  </>
                )}
              </span>
            </li>
          ))}
        </ol>
        {waitsFor && !cantGoOn && (
          <p className="mt-2 text-sm">
            Gatehouse revokes it as soon as it knows whether Atlas gave the access. {waitsFor.note}{' '}
            <NextCheck at={waitsFor.nextCheckAt} verb="Checking again" />
          </p>
        )}
        {cantGoOn && (
          <p className="mt-2 text-sm">
            {note}{' '}
            {isEnd
              ? 'If it is urgent, an owner of the project can revoke the access in Atlas.'
              : isUnknown && 'Gatehouse checks Atlas before it sends anything again.'}{' '}
            <NextCheck at={nextCheckAt} verb={isUnknown ? 'Checking again' : 'Trying again'} />
            {effect.stuckSince && (
              <span className="text-muted text-xs">
                {' '}
                Failing <Elapsed since={effect.stuckSince} />
                {attempts > 1 && `, attempt ${attempts}`}.
              </span>
            )}
          </p>
        )}
        {attempts > 1 && !effect.stuckSince && (
          <p className="mt-1 text-muted text-xs">Attempt {attempts}, identical to the first.</p>
        )}
      </div>
      {children}
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
