'use client'
import { useQuery } from '@tanstack/react-query'
import { ArchiveRestore } from 'lucide-react'
import { useMemo } from 'react'
import { useNow } from '@/lib/client/use-now'
import { read } from '@/lib/client/use-op'
import { listRestoreJobs } from '@/lib/ops/backup'
import { startRestore } from '@/lib/ops/backup-restore'
import { Panel } from '../data/panel'
import { whyNone } from '../data/why-none'
import { ActionButton } from '../ops/action-button'
import { Empty } from '../ui/empty'
import { toJobRow } from './job-row'
import { JobTable } from './job-table'
import { RunningNow } from './running-now'

type Place = { groupId: string; clusterName: string }

/** The restore jobs of a dedicated cluster, running ones first. */
export function RestoreJobs({ place, onRestore }: { place: Place; onRestore: () => void }) {
  const { groupId, clusterName } = place
  const jobs = useQuery(read(listRestoreJobs, { groupId, clusterName }))
  const now = useNow(5000)
  const all = jobs.data?.misfit ? undefined : jobs.data?.data.results
  const rows = useMemo(
    () => all?.map((job) => toJobRow(job, { groupId, clusterName }, now)) ?? [],
    [all, groupId, clusterName, now],
  )
  return (
    <>
      <RunningNow rows={rows} />
      <Panel
        query={jobs}
        title="Restore jobs"
        skeletonRows={5}
        isEmpty={(data) => data.results.length === 0}
        empty={
          <Empty
            icon={<ArchiveRestore />}
            title="No restore jobs"
            hint="Restores and downloads appear here, also those started in Atlas."
          />
        }
        actions={
          <ActionButton
            op={startRestore}
            scope={{ kind: 'cluster', groupId, clusterName }}
            whyNot={whyNone(jobs, 'cluster')}
            variant="primary"
            size="sm"
            aria-haspopup="dialog"
            onPress={onRestore}
          >
            Restore…
          </ActionButton>
        }
      >
        {() => <JobTable rows={rows} />}
      </Panel>
    </>
  )
}
