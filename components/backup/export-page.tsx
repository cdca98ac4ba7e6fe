'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { read } from '@/lib/client/use-op'
import { getExportJob } from '@/lib/ops/export-jobs'
import { routes } from '@/lib/routes'
import { OpPanel } from '../blocks/op-panel'
import { Copyable } from '../ui/copyable'
import { ThingHead } from '../ui/page'
import { StateBadge } from '../ui/state-badge'
import { Time } from '../ui/time'
import { exportStyles, progressOf, reasonOf } from './export-words'

/** One export: its state, and where the data is. */
export function ExportPage(place: { groupId: string; clusterName: string; exportId: string }) {
  const { data } = useQuery(read(getExportJob, place))
  return (
    <>
      <ThingHead
        title="Backup export"
        back={{ label: 'Exports', href: routes.exports(place.groupId, place.clusterName) }}
        badges={
          data && !data.misfit && <StateBadge styles={exportStyles} state={data.data.state} />
        }
      />
      <OpPanel
        op={getExportJob}
        input={place}
        title="Details"
        facts={(job) => [
          ...(reasonOf(job) ? [['Reason', reasonOf(job)] as const] : []),
          ['Progress', progressOf(job) ?? 'Unknown'],
          ['Created', job.createdAt ? <Time key="c" at={job.createdAt} /> : 'Unknown'],
          ['Finished', job.finishedAt ? <Time key="f" at={job.finishedAt} /> : 'Not yet'],
          [
            'Bucket',
            job.exportBucketId ? (
              <Link
                key="b"
                className="text-accent underline"
                href={routes.exportBucket(place.groupId, job.exportBucketId)}
              >
                {job.exportBucketId}
              </Link>
            ) : (
              'Unknown'
            ),
          ],
          [
            'Folder',
            job.prefix ? <Copyable key="p" value={job.prefix} what="folder" /> : 'Unknown',
          ],
          [
            'Snapshot',
            job.snapshotId ? (
              <Copyable key="n" value={job.snapshotId} what="snapshot ID" />
            ) : (
              'Unknown'
            ),
          ],
          [
            'Labels',
            (job.customData ?? []).map(({ key, value }) => `${key}: ${value}`).join(', ') || 'None',
          ],
          ['ID', <Copyable key="id" value={job.id} what="export ID" />],
        ]}
      />
    </>
  )
}
