'use client'
import { ArchiveX } from 'lucide-react'
import { useClusterKind } from '../data/use-cluster-kind'
import { Empty } from '../ui/empty'
import { SkeletonRows } from '../ui/skeleton'
import { DedicatedBackup } from './dedicated'
import { FlexBackup } from './flex'

/** The backups of a cluster, by the operations that answer for its kind. */
export function BackupPage({ groupId, clusterName }: { groupId: string; clusterName: string }) {
  const place = { groupId, clusterName }
  const kind = useClusterKind(place)
  if (kind === undefined)
    return (
      <div className="rounded-lg border border-line bg-surface">
        <SkeletonRows rows={6} />
      </div>
    )
  if (kind === 'flex') return <FlexBackup place={place} />
  if (kind === 'shared')
    return (
      <section className="rounded-lg border border-line bg-surface">
        <Empty
          icon={<ArchiveX />}
          title="Free clusters have no backups"
          hint="Atlas takes snapshots of flex and dedicated clusters. Use mongodump to back up a free cluster."
        />
      </section>
    )
  return <DedicatedBackup place={place} isSharded={kind === 'sharded'} />
}
