'use client'
import Link from 'next/link'
import type { RequestCard } from '@/lib/ops/requests'
import { routes } from '@/lib/routes'
import { type Phase, phaseOf } from '../../ops/phase'
import { phaseLook } from '../../ops/phase-badge'
import type { Tone } from '../../ui/badge'
import { cn } from '../../ui/cn'
import { Tooltip } from '../../ui/tooltip'

const tones: Record<Tone, string> = {
  neutral: 'border-line text-muted',
  accent: 'border-transparent bg-accent-soft text-accent',
  good: 'border-transparent bg-good-soft text-good',
  warn: 'border-transparent bg-warn-soft text-warn',
  bad: 'border-transparent bg-bad-soft text-bad',
}

type Past = RequestCard['record'][number]

/** Words that stand after a number. */
const brief: Partial<Record<Phase, string>> = {
  pending: 'waiting',
  planned: 'running',
  expired: 'not decided in time',
  begun: 'begun',
  refused: 'not granted',
  missed: 'approved too late',
  conflict: 'stopped by a conflict',
}

function lookOf(past: Past) {
  const phase = phaseOf({ ...past, effect: null, endsAt: null }, 0)
  const look = phaseLook[phase === 'planned' ? 'live' : phase]
  return { ...look, brief: brief[phase] ?? look.word.toLowerCase() }
}

/** The requester's last ten: how they went, in words and one mark each; this cluster's are ringed. */
export function Record({
  record,
  name,
  isOfOrg,
}: {
  record: RequestCard['record']
  name: string
  /** The request is about an organization: no cluster to compare with. */
  isOfOrg: boolean
}) {
  if (record.length === 0) return <p className="text-sm">This is the first request of {name}.</p>
  const words = new Map<string, number>()
  for (const past of record) {
    const { brief: word } = lookOf(past)
    words.set(word, (words.get(word) ?? 0) + 1)
  }
  const here = record.filter((past) => past.sameCluster).length
  return (
    <div className="grid gap-1.5">
      <p className="text-sm">
        {[...words].map(([word, n]) => `${n} ${word}`).join(', ')}.{' '}
        {!isOfOrg && (
          <span className={cn(here > 2 && 'font-medium text-warn')}>
            {here === 0
              ? 'None on this cluster.'
              : here === 1
                ? 'One on this cluster.'
                : `${here} on this cluster.`}
          </span>
        )}
      </p>
      <ul className="flex flex-wrap gap-2">
        {record.map((past) => (
          <li key={past.id}>
            <Mark past={past} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function Mark({ past }: { past: Past }) {
  const { word, tone, icon } = lookOf(past)
  return (
    <Tooltip
      describes={false}
      content={
        <>
          <span className="block font-medium">{word}</span>
          <span className="block text-muted">{past.says}</span>
          {past.sameCluster && <span className="block">On this cluster</span>}
        </>
      }
    >
      <Link
        href={routes.request(past.id)}
        aria-label={`${word}: ${past.says}${past.sameCluster ? ', on this cluster' : ''}`}
        className={cn(
          'grid size-6 place-items-center rounded border [&_svg]:size-3.5',
          tones[tone],
          past.sameCluster && 'ring-2 ring-accent ring-offset-1 ring-offset-surface',
        )}
      >
        {icon}
      </Link>
    </Tooltip>
  )
}
