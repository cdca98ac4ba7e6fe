'use client'
import { count } from '@/lib/format/words'
import { SHARDED_CANCEL } from '@/lib/ops/backup-jobs'
import { Card } from '../ui/page'
import type { Job } from './job'

type Part = Job['parts'][number]

const linksSay = (part: Part) => {
  const n = (part.downloadUrl ? 1 : 0) + (part.privateDownloadDeliveryUrls ?? []).length
  return n === 0 ? 'no links' : `${count(n, 'link')} (hidden)`
}

/** The parts of a sharded cluster's job: one per replica set, config servers included. */
export function Parts({ job: { parts, isDownload } }: { job: Job }) {
  if (parts.length === 0) return null
  return (
    <Card title={`${count(parts.length, 'part')} of the sharded cluster`}>
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
            {isDownload && <span className="text-muted text-xs">{linksSay(part)}</span>}
          </li>
        ))}
      </ul>
      <p className="border-line border-t px-4 py-2.5 text-muted text-sm">{SHARDED_CANCEL}</p>
    </Card>
  )
}
