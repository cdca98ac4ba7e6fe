'use client'
import Link from 'next/link'
import { useState } from 'react'
import { routes } from '@/lib/routes'
import { PhaseBadge } from '../../ops/phase-badge'
import { EnvironmentBadge } from '../../ui/badge'
import { Button } from '../../ui/button'
import { lazyComponent } from '../../ui/lazy-component'
import type { PlanRow } from './words'

const RowDetails = lazyComponent(() => import('./row-details').then((m) => m.RowDetails))

/** One of the requests: what it does and where, what became of it, and on demand the exact call and the value now. */
export function TogetherRow({
  row,
  isOpen,
  showsWhyNot,
}: {
  row: PlanRow
  isOpen: boolean
  /** Says why the reader can't approve it. */
  showsWhyNot: boolean
}) {
  const [open, setOpen] = useState(isOpen)
  const whyNot = showsWhyNot && row.state === 'pending' ? row.mayApprove : null
  const note = row.effect?.state === 'confirmed' ? null : row.effect?.note
  return (
    <li className="px-4 py-2.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3 gap-y-1">
        <div className="min-w-0 flex-1 basis-64">
          <Link
            href={routes.request(row.id)}
            className="break-words font-medium text-sm underline decoration-line underline-offset-3"
          >
            {row.summary}
          </Link>
          {row.gist && <p className="break-words text-xs">{row.gist}</p>}
          {row.call && (
            <p className="break-all font-mono text-muted text-xs">
              {row.call.method} {row.call.path}
            </p>
          )}
          <p className="flex flex-wrap items-center gap-x-2 text-muted text-xs">
            <span className="min-w-0 break-words">
              {row.groupName === row.orgName ? row.orgName : `${row.groupName} · ${row.orgName}`}
            </span>
            {row.environment === 'production' && <EnvironmentBadge environment="production" />}
          </p>
          {whyNot && <p className="text-warn text-xs">{whyNot}</p>}
          {note && <p className="break-words text-warn text-xs">{note}</p>}
        </div>
        <span className="flex items-center gap-2">
          <PhaseBadge request={row} />
          <Button
            size="sm"
            variant="quiet"
            aria-expanded={open}
            aria-label={`Details of ${row.summary}`}
            onClick={() => setOpen(!open)}
          >
            Details
            <svg aria-hidden className={open ? 'icon-[chevron-up]' : 'icon-[chevron-down]'} />
          </Button>
        </span>
      </div>
      {open && <RowDetails requestId={row.id} />}
    </li>
  )
}
