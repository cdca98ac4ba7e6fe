'use client'
import { count } from '@/lib/format/words'
import { isSharded } from '@/lib/ops/backup'
import { SHARDED_CANCEL } from '@/lib/ops/backup-jobs'
import type { RestoreJob } from '@/lib/ops/backup-shapes'
import { Card } from '../ui/page'

type Part = NonNullable<RestoreJob['components']>[number]

const linksSay = (part: Part) => {
  const n = (part.downloadUrl ? 1 : 0) + (part.privateDownloadDeliveryUrls ?? []).length
  return n === 0 ? 'no links' : `${count(n, 'link')} (hidden)`
}

/** The parts of a sharded cluster's job: one per replica set, config servers included. */
export function Parts({ job }: { job: RestoreJob }) {
  if (!isSharded(job)) return null
  const parts = job.components ?? []
  return (
    <Card>
      <h2 className="border-line border-b px-4 py-2.5 font-semibold text-base">
        {count(parts.length, 'part')} of the sharded cluster
      </h2>
      <ul className="divide-y divide-line">
        {parts.map((part, i) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: Atlas may leave the name of a part out, and parts never move
            key={i}
            className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 px-4 py-2 text-sm"
          >
            <span className="min-w-0 break-all font-mono text-xs">
              {part.replicaSetName ?? `Part ${i + 1}`}
            </span>
            {job.deliveryType === 'download' && (
              <span className="text-muted text-xs">{linksSay(part)}</span>
            )}
          </li>
        ))}
      </ul>
      <p className="border-line border-t px-4 py-2.5 text-muted text-sm">{SHARDED_CANCEL}</p>
    </Card>
  )
}
