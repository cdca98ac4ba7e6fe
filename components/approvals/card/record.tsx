'use client'
import Link from 'next/link'
import type { RequestCard } from '@/lib/ops/requests'
import { routes } from '@/lib/routes'
import { type Phase, phaseOf } from '../../ops/phase'
import { phaseLook } from '../../ops/phase-badge'
import { cn } from '../../ui/cn'

type Past = RequestCard['record'][number]

/** Labels that follow a number. */
const brief: Partial<Record<Phase, string>> = {
  pending: 'waiting',
  planned: 'in progress',
  expired: 'expired',
  begun: 'started',
  refused: 'rejected',
  missed: 'not sent in time',
  conflict: 'stopped by a conflict',
}

function lookOf(past: Past) {
  const phase = phaseOf({ ...past, effect: null, endsAt: null }, 0)
  const look = phaseLook[phase === 'planned' ? 'live' : phase]
  return { ...look, brief: brief[phase] ?? look.word.toLowerCase() }
}

/** The requester's last ten requests: a summary that opens the list. */
export function Record({
  record,
  whose,
  hasCluster,
}: {
  record: RequestCard['record']
  /** `your` or `Rosa Delgado’s` */
  whose: string
  /** Without one, there is no cluster to compare. */
  hasCluster: boolean
}) {
  if (record.length === 0) return <p className="text-sm">This is {whose} first request.</p>
  const words = new Map<string, number>()
  for (const past of record) {
    const { brief: word } = lookOf(past)
    words.set(word, (words.get(word) ?? 0) + 1)
  }
  const here = record.filter((past) => past.sameCluster).length
  return (
    <details className="text-sm">
      <summary>
        {[...words].map(([word, n]) => `${n} ${word}`).join(', ')}.{' '}
        {hasCluster && (
          <span className={cn(here > 2 && 'font-medium text-warn')}>
            {here === 0
              ? 'None on this cluster.'
              : here === 1
                ? 'One on this cluster.'
                : `${here} on this cluster.`}
          </span>
        )}
      </summary>
      <ul className="mt-1.5 grid gap-1">
        {record.map((past) => (
          <li key={past.id} className="flex flex-wrap items-baseline gap-x-2">
            <Link
              href={routes.request(past.id)}
              className="min-w-0 break-words underline decoration-line underline-offset-3"
            >
              {past.summary}
            </Link>
            <span className="text-muted text-xs">
              {lookOf(past).word}
              {hasCluster && past.sameCluster && ', on this cluster'}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}
