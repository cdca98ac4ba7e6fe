'use client'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { useNow } from '@/lib/client/use-now'
import { minutesInWords } from '@/lib/format/duration'
import { millis } from '@/lib/format/time'
import { list } from '@/lib/format/words'
import type { BreakGlassOffer } from '@/lib/ops/break-glass-shapes'
import { routes } from '@/lib/routes'
import { useBothZones } from '../when'

/** What break-glass does, before a person confirms it. `minutes` is the duration; null: it gives no access that ends. */
export function WhatHappens({
  offer: { skips, told, reviewDue },
  minutes,
}: {
  offer: BreakGlassOffer
  minutes: number | null
}) {
  const now = useNow(60_000)
  const { inBoth } = useBothZones()
  const isLonger = minutes !== null && now + minutes * 60_000 > (millis(reviewDue) ?? 0)
  const facts: Array<[string, ReactNode]> = [
    [
      'Sent now',
      <>
        Nobody approves it. It skips {skips}.
        {minutes !== null && ` Access lasts ${minutesInWords(minutes)}.`}
      </>,
    ],
    [
      'Everyone is notified',
      `Approvers${told.length > 0 ? ` (${list(told)})` : ''}, operators and admins get a notice with your name.`,
    ],
    ['Reviewed', `An approver must review it by ${inBoth(reviewDue)}.`],
    [
      'Without a review',
      `${isLonger ? 'Gatehouse ends the access at that time. ' : ''}You can’t break glass again until someone has reviewed it.`,
    ],
  ]
  return (
    <dl className="grid gap-x-4 gap-y-2 text-sm sm:grid-cols-[auto_1fr]">
      {facts.map(([name, text]) => (
        <div key={name} className="contents max-sm:block">
          <dt className="font-medium">{name}</dt>
          <dd className="text-muted">{text}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Why the person must wait, with a link to the request that nobody reviewed. */
export const Overdue = ({ offer: { whyNot, overdueId } }: { offer: BreakGlassOffer }) =>
  whyNot === null ? null : (
    <p className="text-sm text-warn">
      {whyNot}{' '}
      {overdueId && (
        <Link href={routes.request(overdueId)} className="underline underline-offset-3">
          View it
        </Link>
      )}
    </p>
  )
