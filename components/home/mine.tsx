'use client'
import Link from 'next/link'
import type { Reading } from '@/lib/client/use-op'
import { routes } from '@/lib/routes'
import { Panel } from '../data/panel'
import { PhaseBadge } from '../ops/phase-badge'
import { Sentence } from '../ops/sentence'
import { Time } from '../ui/time'
import type { Inbox } from './attention'
import { SideTitle } from './side-title'

const MINE_SHOWN = 3

/** The person's own requests, newest first. */
export function Mine({ requests }: { requests: Reading<Inbox> }) {
  return (
    <Panel
      title={<SideTitle href={routes.approvals('mine')}>Your requests</SideTitle>}
      query={requests}
      skeletonRows={1}
      isEmpty={(data) => data.mine.length === 0}
      empty={({ mayFile }) => (
        <p className="px-4 py-3 text-muted text-sm">{mayFile ?? 'No requests yet.'}</p>
      )}
    >
      {(data) => (
        <ul className="divide-y divide-line">
          {data.mine.slice(0, MINE_SHOWN).map((r) => (
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
                {r.orgName} / {r.groupName}, requested{' '}
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
