'use client'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { pageOf } from '@/lib/client/page-of'
import type { RequestCard } from '@/lib/ops/requests'
import { routes } from '@/lib/routes'
import type { Phase } from '../../ops/phase'
import { phaseLook } from '../../ops/phase-badge'
import { cn } from '../../ui/cn'
import { Time } from '../../ui/time'

const frames = {
  neutral: 'border-line bg-surface',
  accent: 'border-transparent bg-accent-soft',
  good: 'border-transparent bg-good-soft',
  warn: 'border-warn-line bg-warn-soft',
  bad: 'border-bad-line bg-bad-soft',
}
const inks = {
  neutral: 'text-muted',
  accent: 'text-accent',
  good: 'text-good',
  warn: 'text-warn',
  bad: 'text-bad',
}

/** Those in which nothing was granted, or no longer is. */
const again: readonly Phase[] = ['denied', 'cancelled', 'expired', 'ended', 'missed', 'refused']

/** How a request ended, and what can be done now. */
export function Outcome({ card, phase }: { card: RequestCard; phase: Phase }) {
  const { request, decisions, effects } = card
  const denial = decisions.findLast((d) => d.verdict === 'deny' && d.counted)
  const note = effects.findLast((e) => e.note)?.note
  // Not of an earlier approval that was voided before its call was sent.
  const confirmed = effects.findLast((e) => e.state === 'confirmed')?.note
  const where = request.clusterName ?? request.groupName
  const page = pageOf(request.op, request.input, request.orgId)
  const nothing = request.level ? 'Nothing was granted.' : 'Nothing was changed.'
  const said: Partial<Record<Phase, ReactNode>> = {
    denied: denial && (
      <>
        {denial.by.isMe ? 'You' : denial.by.name} denied it: “{denial.comment}”
      </>
    ),
    cancelled: 'The request was canceled. Nothing was sent to Atlas.',
    expired: 'Nobody decided in time. Nothing was sent to Atlas.',
    ended: `Access expired. Gatehouse read ${where} and found no grant.`,
    revoked: `Access was revoked. Gatehouse read ${where} and found no grant.`,
    stopped: `${nothing} ${note ?? ''}`,
    done: confirmed ?? 'Atlas accepted the change, and reading it back confirmed it.',
    begun: (
      <>
        {confirmed ?? 'Atlas accepted the call and is working on it.'}
        {page && (
          <>
            {' '}
            Follow its progress:{' '}
            <Link href={page.href} className="underline decoration-line underline-offset-3">
              {page.label}
            </Link>
            .
          </>
        )}
      </>
    ),
    refused: `${nothing} ${note ?? ''}`,
    missed: `${nothing} The approved call could not be sent in time. ${note ?? ''}`,
    conflict: `Gatehouse stopped so that nothing is overwritten. ${note ?? ''}`,
  }
  const { word, tone, icon } = phaseLook[phase]
  return (
    <section
      aria-label="Outcome"
      className={cn('flex gap-3 rounded-lg border px-4 py-3', frames[tone])}
    >
      <span className={cn('mt-0.5 [&_svg]:size-5', inks[tone])}>{icon}</span>
      <div className="min-w-0">
        <p className="font-semibold">
          {word} <Time at={request.settledAt} className="font-normal text-muted text-sm" />
        </p>
        <p className="mt-0.5 break-words text-sm">{said[phase]}</p>
        {again.includes(phase) &&
          request.requester.isMe &&
          request.level &&
          request.groupId &&
          request.clusterName && (
            <Link
              href={routes.newRequest({
                groupId: request.groupId,
                clusterName: request.clusterName,
              })}
              className="mt-1 inline-block text-accent text-sm underline underline-offset-3"
            >
              Request access again
            </Link>
          )}
      </div>
    </section>
  )
}
