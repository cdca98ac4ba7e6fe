'use client'
import { useQuery } from '@tanstack/react-query'
import { Camera } from 'lucide-react'
import { createContext, useContext } from 'react'
import { read } from '@/lib/client/use-op'
import { inUtc } from '@/lib/format/time'
import { madeAt } from '@/lib/ops/backup-shapes'
import {
  downloadFlexBackup,
  type FlexSnapshot,
  listFlexSnapshots,
  startFlexRestore,
} from '@/lib/ops/flex-backup'
import { column } from '../data/columns'
import { DataTable } from '../data/data-table'
import { Panel } from '../data/panel'
import { ActionButton } from '../ops/action-button'
import { ConfirmAction } from '../ops/confirm-action'
import { Empty } from '../ui/empty'
import { flexStyles } from './status-styles'

type Place = { groupId: string; clusterName: string }

const Around = createContext<{ place: Place; onRestore: (id: string) => void } | undefined>(
  undefined,
)

const takenAt = (s: FlexSnapshot) => s.scheduledTime ?? s.startTime ?? madeAt(s.id)

const c = column<FlexSnapshot>()
const columns = [
  c.time(['taken', (s) => takenAt(s) ?? null], 'Taken', { width: '22%' }),
  c.state('status', 'State', flexStyles),
  c.time('finishTime', 'Completed'),
  c.time('expiration', 'Expires'),
  c.text('mongoDBVersion', 'MongoDB'),
  c.copyable('id', 'Snapshot ID', { optional: true }),
  c.actions((s) => <Actions snapshot={s} />),
]

const INCOMPLETE = 'Only complete snapshots can be restored or downloaded.'

function Actions({ snapshot }: { snapshot: FlexSnapshot }) {
  const around = useContext(Around)
  if (!around) return null
  const { place, onRestore } = around
  const at = takenAt(snapshot)
  const when = at ? inUtc(at) : snapshot.id
  const whyNot = snapshot.status === 'COMPLETED' ? null : INCOMPLETE
  return (
    <span className="inline-flex gap-1">
      <ActionButton
        op={startFlexRestore}
        scope={{ kind: 'cluster', ...place }}
        whyNot={whyNot}
        size="sm"
        variant="quiet"
        aria-haspopup="dialog"
        aria-label={`Restore the snapshot of ${when}`}
        onPress={() => onRestore(snapshot.id)}
      >
        Restore…
      </ActionButton>
      <ConfirmAction
        op={downloadFlexBackup}
        input={{ ...place, snapshotId: snapshot.id }}
        whyNot={whyNot}
        size="sm"
        variant="quiet"
        tone="primary"
        label="Download…"
        ariaLabel={`Download the snapshot of ${when}`}
        title={`Download the snapshot of ${when}?`}
        confirm="Prepare download"
        pending="Preparing…"
        done="Preparing the download"
      >
        <p className="text-sm">
          Preparing takes about a minute. Get the link from the list of restore jobs.
        </p>
      </ConfirmAction>
    </span>
  )
}

/** The snapshots of a flex cluster, which Atlas takes once a day. */
export function FlexSnapshots({
  place,
  onRestore,
}: {
  place: Place
  onRestore: (snapshotId: string) => void
}) {
  const snapshots = useQuery(read(listFlexSnapshots, place))
  return (
    <Around value={{ place, onRestore }}>
      <Panel
        query={snapshots}
        title="Snapshots"
        skeletonRows={5}
        isEmpty={(data) => data.results.length === 0}
        empty={
          <Empty
            icon={<Camera />}
            title="No snapshots yet"
            hint="Atlas takes one every day. Flex clusters have no on-demand snapshots."
          />
        }
      >
        {({ results }) => (
          <DataTable
            name="snapshots"
            what="snapshots"
            rows={results}
            columns={columns}
            rowId={(s) => s.id}
          />
        )}
      </Panel>
    </Around>
  )
}
