'use client'
import Link from 'next/link'
import type { Reading } from '@/lib/client/use-op'
import { routes } from '@/lib/routes'
import { Panel } from '../data/panel'
import { PhaseBadge } from '../ops/phase-badge'
import { Sentence } from '../ops/sentence'
import { ButtonLink } from '../ui/button'
import { Empty } from '../ui/empty'
import { Time } from '../ui/time'
import type { Inbox } from './waiting'

const SHOWN = 5

/** The person's own requests: for people who don't review any. */
export function Mine({ requests }: { requests: Reading<Inbox> }) {
  return (
    <Panel
      title="Your requests"
      query={requests}
      skeletonRows={3}
      actions={
        <ButtonLink size="sm" variant="quiet" href={routes.approvals('mine')}>
          View all
        </ButtonLink>
      }
      isEmpty={(data) => data.mine.length === 0}
      empty={
        <Empty
          icon={<svg aria-hidden className="icon-[file-text]" />}
          title="No requests yet"
          hint={
            requests.data?.data.mayFile ??
            'Request access when MongoDB Support needs to see a cluster.'
          }
        />
      }
    >
      {(data) => (
        <ul className="divide-y divide-line">
          {data.mine.slice(0, SHOWN).map((r) => (
            <li key={r.id} className="relative px-4 py-3 hover:bg-hover">
              <div className="flex items-start justify-between gap-3">
                <Link
                  href={routes.request(r.id)}
                  className="min-w-0 font-medium after:absolute after:inset-0"
                >
                  <Sentence request={r} />
                </Link>
                <span className="relative z-1 shrink-0">
                  <PhaseBadge request={r} />
                </span>
              </div>
              <p className="mt-1 text-muted text-sm">
                {r.orgName} / {r.groupName}, filed{' '}
                <span className="relative z-1">
                  <Time at={r.createdAt} />
                </span>
              </p>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
