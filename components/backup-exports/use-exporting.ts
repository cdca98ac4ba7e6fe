'use client'
import { useQueries, useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { getBackupSchedule } from '@/lib/ops/backup-schedule'
import { layoutOf } from '@/lib/ops/cluster-layout'
import { listClusters } from '@/lib/ops/clusters'

/** The clusters that export automatically, by bucket ID. Undefined for a bucket while a schedule is unread or unreadable. */
export function useExporting(groupId: string): (bucketId: string) => string[] | undefined {
  const clusters = useQuery(read(listClusters, { groupId }))
  const all = clusters.data?.misfit ? undefined : clusters.data?.data.results
  const names = (all ?? []).filter((c) => !layoutOf(c).isShared).map(({ name }) => name)
  const schedules = useQueries({
    queries: names.map((clusterName) => ({
      ...read(getBackupSchedule, { groupId, clusterName }),
      staleTime: 60_000,
    })),
  })
  const known = schedules.map(({ data, error }) =>
    // A cluster without backups has no schedule.
    error?.kind === 'not-found' ? {} : data?.misfit ? undefined : data?.data,
  )
  return (bucketId) => {
    const users = names.filter(
      (_, i) => known[i]?.autoExportEnabled && known[i]?.export?.exportBucketId === bucketId,
    )
    const isComplete = all !== undefined && known.every((one) => one !== undefined)
    return users.length > 0 || isComplete ? users : undefined
  }
}
