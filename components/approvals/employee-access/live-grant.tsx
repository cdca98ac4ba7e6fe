'use client'
import { useState } from 'react'
import { useNow } from '@/lib/client/use-now'
import { minutesInWords } from '@/lib/format/duration'
import { millis } from '@/lib/format/time'
import type { RequestCard } from '@/lib/ops/requests'
import { routes } from '@/lib/routes'
import { ButtonLink } from '../../ui/button'
import { Countdown, CountdownBar } from '../../ui/countdown'
import { Time } from '../../ui/time'
import { effectsOf } from '../card/progress'
import { useBothZones } from '../when'
import { RevokeGrant } from './revoke'

/** Who asked for access ends it when they are done; others revoke it. */
export function endWords({ requester, beneficiary }: RequestCard['request']) {
  const isOwn = requester.isMe || beneficiary?.isMe === true
  return isOwn
    ? ({ how: 'end', label: 'I’m done, end access' } as const)
    : { label: 'Revoke access' }
}

/** Live access: time left, exact expiry, and revoke. */
export function LiveGrant({ card }: { card: RequestCard }) {
  const { request, may } = card
  const { begin } = effectsOf(card)
  const now = useNow()
  const [isEnding, setEnding] = useState(false)
  const { inBoth } = useBothZones()
  if (!request.endsAt) return null
  const isOver = (millis(request.endsAt) ?? now) <= now
  const from = begin?.confirmedAt ?? begin?.sentAt ?? request.createdAt
  const asked = request.input.minutes
  return (
    <section
      aria-label="Live access"
      className="grid gap-3 rounded-lg border border-line bg-surface px-4 py-3"
    >
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <div className="min-w-0 flex-1 basis-60">
          <h2 className="font-medium text-muted text-xs">
            {isOver ? 'Access expired' : 'MongoDB employees have access'}
          </h2>
          <p>
            <Countdown
              to={request.endsAt}
              what={`The grant on ${request.clusterName ?? request.groupName}`}
              over="Checking the cluster…"
              icon={false}
              className="font-semibold text-2xl tracking-tight"
            />
          </p>
          <p className="text-muted text-sm">
            {request.level?.name} until {inBoth(request.endsAt)}
            {typeof asked === 'number' && request.minutes !== null && asked > request.minutes && (
              <>
                , shortened from {minutesInWords(asked)} to {minutesInWords(request.minutes)}
              </>
            )}
          </p>
        </div>
        {request.groupId &&
          request.clusterName &&
          request.replacedBy === null &&
          may.replace === null &&
          !isOver &&
          !isEnding && (
            <ButtonLink
              size="lg"
              href={routes.newRequest({
                groupId: request.groupId,
                clusterName: request.clusterName,
                replaces: request.id,
              })}
            >
              Extend or change…
            </ButtonLink>
          )}
        <RevokeGrant
          request={request}
          whyNot={may.revoke}
          variant={isOver ? 'danger-plain' : 'danger'}
          size="lg"
          {...(isOver ? { label: 'Revoke access' } : endWords(request))}
          onSent={setEnding}
          className="max-sm:hidden"
        />
      </div>
      <CountdownBar from={from} to={request.endsAt} />
      <p className="text-muted text-xs">
        {isOver ? (
          'Atlas ends expired access itself. Gatehouse reads the cluster until it finds no grant.'
        ) : (
          <>
            Confirmed in Atlas <Time at={begin?.confirmedAt} />. Gatehouse checks the cluster again
            when the access ends.
          </>
        )}
      </p>
    </section>
  )
}
