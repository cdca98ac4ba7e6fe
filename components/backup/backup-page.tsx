'use client'
import { ByClusterKind } from '../data/by-cluster-kind'
import { lazyComponent } from '../ui/lazy-component'
import { usePanel } from '../ui/use-panel'
import { RestoreJobs } from './jobs'
import type { KindName, Place } from './kinds'
import { PolicyNote } from './policy-note'
import { Snapshots } from './snapshots'

// Only flex clusters have it.
const Serverless = lazyComponent(() => import('./serverless').then((m) => m.Serverless))
// Below what people come for.
const LegacySnapshots = lazyComponent(() =>
  import('./legacy-snapshots').then((m) => m.LegacySnapshots),
)
const Schedule = lazyComponent(() => import('./schedule').then((m) => m.Schedule))
const Collections = lazyComponent(() => import('./collections').then((m) => m.Collections))
const RestoreSheet = lazyComponent(() => import('./restore-sheet').then((m) => m.RestoreSheet))
const TakeSheet = lazyComponent(() => import('./take-sheet').then((m) => m.TakeSheet))

/** The backups of a cluster, by the operations that answer for its kind. */
export const BackupPage = (place: Place) => (
  <ByClusterKind
    place={place}
    without={['shared']}
    instead={{
      icon: <svg aria-hidden className="icon-[archive-x]" />,
      title: 'Free clusters have no backups',
      hint: 'Atlas takes snapshots of flex and dedicated clusters. Use mongodump to back up a free cluster.',
    }}
  >
    {(kind) => <Backups place={place} kind={kind} />}
  </ByClusterKind>
)

function Backups({ place, kind }: { place: Place; kind: KindName }) {
  const { panel, open, close } = usePanel(['restore', 'snapshot'])
  const onClose = () => void close()
  return (
    <div className="grid grid-cols-1 gap-4">
      <PolicyNote groupId={place.groupId} />
      <RestoreJobs place={place} kind={kind} onRestore={() => void open('restore')} />
      <Snapshots place={place} kind={kind} onTake={() => void open('snapshot')} />
      {kind === 'flex' ? (
        <Serverless place={place} />
      ) : (
        <>
          <LegacySnapshots place={place} />
          <Schedule place={place} />
          <Collections place={place} />
        </>
      )}
      {panel === 'restore' && <RestoreSheet place={place} kind={kind} onClose={onClose} />}
      {panel === 'snapshot' && kind !== 'flex' && (
        <TakeSheet place={place} kind={kind} onClose={onClose} />
      )}
    </div>
  )
}
