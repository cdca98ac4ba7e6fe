'use client'
import { useState } from 'react'
import { lazyComponent } from '../ui/lazy-component'
import { usePanel } from '../ui/use-panel'
import { AroundSnapshots } from './around'
import { Collections } from './collections'
import { PolicyNote } from './policy-note'
import { RestoreJobs } from './restore-jobs'
import { Schedule } from './schedule'
import type { SnapshotRow } from './snapshot-row'
import { Snapshots } from './snapshots'
import { usePolicy } from './use-policy'
import { useSnapshots } from './use-snapshots'

const RestoreSheet = lazyComponent(() => import('./restore-sheet').then((m) => m.RestoreSheet))
const TakeDialog = lazyComponent(() => import('./take-dialog').then((m) => m.TakeDialog))
const KeepDialog = lazyComponent(() => import('./keep-dialog').then((m) => m.KeepDialog))

/** Backups of a dedicated cluster: restore jobs, snapshots and the schedule. */
export function DedicatedBackup({
  place,
  isSharded,
}: {
  place: { groupId: string; clusterName: string }
  isSharded: boolean
}) {
  const { panel, open, close: closePanel } = usePanel(['restore', 'snapshot'])
  const [from, setFrom] = useState<string>()
  const [keeping, setKeeping] = useState<SnapshotRow>()
  const policy = usePolicy(place.groupId)
  const { all } = useSnapshots(place, isSharded)
  const close = () => void closePanel()
  const restore = (snapshotId?: string) => {
    setFrom(snapshotId)
    void open('restore')
  }

  return (
    <AroundSnapshots value={{ place, policy, onRestore: restore, onKeep: setKeeping }}>
      <div className="grid grid-cols-1 gap-4">
        <PolicyNote groupId={place.groupId} />
        <RestoreJobs place={place} onRestore={() => restore()} />
        <Snapshots place={place} isSharded={isSharded} onTake={() => void open('snapshot')} />
        <Schedule place={place} />
        <Collections place={place} />
      </div>
      {panel === 'restore' && (
        <RestoreSheet
          place={place}
          snapshots={all}
          snapshotId={from}
          windowDays={policy.known?.restoreWindowDays}
          onClose={close}
        />
      )}
      {panel === 'snapshot' && (
        <TakeDialog
          place={place}
          isSharded={isSharded}
          snapshots={all}
          policy={policy}
          onClose={close}
        />
      )}
      {keeping && (
        <KeepDialog
          place={place}
          row={keeping}
          policy={policy}
          onClose={() => setKeeping(undefined)}
        />
      )}
    </AroundSnapshots>
  )
}
