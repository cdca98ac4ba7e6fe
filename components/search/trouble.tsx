'use client'
import Link from 'next/link'
import { count } from '@/lib/format/words'
import { routes } from '@/lib/routes'
import { Badge } from '../ui/badge'
import { Banner } from '../ui/banner'
import { StateBadge } from '../ui/state-badge'
import type { IndexRow } from './index-row'
import { indexStyles } from './status-styles'

const SHOWN = 5

/** The indexes that need attention. */
export function Trouble({
  groupId,
  clusterName,
  rows,
}: {
  groupId: string
  clusterName: string
  rows: readonly IndexRow[]
}) {
  const bad = rows.filter((row) => row.isTrouble)
  if (bad.length === 0) return null
  return (
    <Banner
      tone="warn"
      className="mb-4"
      title={`${bad.length} of ${count(rows.length, 'index', 'indexes')} need attention`}
    >
      <ul className="mt-1 grid gap-1">
        {bad.slice(0, SHOWN).map((row) => (
          <li key={row.key} className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5">
            {row.standing.phase === 'READY' ? (
              <Badge tone="bad" icon={<svg aria-hidden className="icon-[circle-x]" />}>
                Synonyms failed
              </Badge>
            ) : (
              <StateBadge styles={indexStyles} state={row.standing.phase} />
            )}
            {row.id ? (
              <Link
                href={routes.searchIndex(groupId, clusterName, row.id)}
                className="min-w-0 break-words font-medium text-text underline underline-offset-2"
              >
                {row.name}
              </Link>
            ) : (
              <span className="font-medium text-text">{row.name}</span>
            )}
            <span className="min-w-0 break-words">
              {row.standing.messages.find((m) => m.isFailure)?.text ?? row.standing.sentence}
            </span>
          </li>
        ))}
      </ul>
      {bad.length > SHOWN && (
        <p className="mt-1">And {bad.length - SHOWN} more: filter the list by state.</p>
      )}
    </Banner>
  )
}
