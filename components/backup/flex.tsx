'use client'
import { useState } from 'react'
import { lazyComponent } from '../ui/lazy-component'
import { FlexJobs } from './flex-jobs'
import { FlexSnapshots } from './flex-snapshots'
import { PolicyNote } from './policy-note'
import { Serverless } from './serverless'

const FlexRestoreSheet = lazyComponent(() =>
  import('./flex-restore-sheet').then((m) => m.FlexRestoreSheet),
)

/** Backups of a flex cluster; restore jobs from its time as a serverless instance below. */
export function FlexBackup({ place }: { place: { groupId: string; clusterName: string } }) {
  // Undefined: closed. An empty text: open, without a snapshot chosen.
  const [from, setFrom] = useState<string>()
  return (
    <div className="grid grid-cols-1 gap-4">
      <PolicyNote groupId={place.groupId} />
      <FlexJobs place={place} onRestore={() => setFrom('')} />
      <FlexSnapshots place={place} onRestore={setFrom} />
      <Serverless place={place} />
      {from !== undefined && (
        <FlexRestoreSheet place={place} snapshotId={from} onClose={() => setFrom(undefined)} />
      )}
    </div>
  )
}
