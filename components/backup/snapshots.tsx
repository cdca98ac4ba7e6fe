'use client'
import { Camera } from 'lucide-react'
import { useMemo } from 'react'
import { takeSnapshot, whyNotTake } from '@/lib/ops/backup-snapshots'
import { column, none } from '../data/columns'
import { DataTable } from '../data/data-table'
import { Panel } from '../data/panel'
import { whyNone } from '../data/why-none'
import { ActionButton } from '../ops/action-button'
import { Empty } from '../ui/empty'
import { FewFirst } from './few-first'
import { SnapshotActions } from './snapshot-actions'
import { type SnapshotRow, toSnapshotRow } from './snapshot-row'
import { snapshotStyles } from './status-styles'
import { useSnapshots } from './use-snapshots'
import { bytesSay, snapshotKind } from './words'

const c = column<SnapshotRow>()
const columns = [
  c.time(['taken', (row) => row.taken ?? null], 'Taken', { width: '14%' }),
  c.state(['status', (row) => row.snapshot.status ?? null], 'State', snapshotStyles, {
    width: '10rem',
  }),
  c.text(['kind', (row) => snapshotKind(row.snapshot)], 'Type', { choices: true }),
  c.text(['description', (row) => row.snapshot.description ?? null], 'Description', {
    width: '20%',
  }),
  c.custom(
    ['size', (row) => Number(row.snapshot.storageSizeBytes ?? 0) || null],
    'Size',
    (row) => {
      const size = bytesSay(row.snapshot.storageSizeBytes)
      return size ? <span className="whitespace-nowrap">{size}</span> : none
    },
    { align: 'right' },
  ),
  c.time(['until', (row) => row.snapshot.expiresAt ?? null], 'Expires'),
  c.text(['version', (row) => row.snapshot.mongodVersion ?? null], 'MongoDB', { optional: true }),
  c.number(['parts', (row) => row.snapshot.members?.length ?? null], 'Parts', { optional: true }),
  c.copyable('id', 'Snapshot ID', { optional: true }),
  c.actions((row) => <SnapshotActions row={row} />),
]

type Place = { groupId: string; clusterName: string }

/** The snapshots of a dedicated cluster. */
export function Snapshots({
  place,
  isSharded,
  onTake,
}: {
  place: Place
  isSharded: boolean
  onTake: () => void
}) {
  const { query, all } = useSnapshots(place, isSharded)
  const rows = useMemo(() => all.map((s) => toSnapshotRow(s, isSharded)), [all, isSharded])
  return (
    <Panel
      query={query}
      title="Snapshots"
      skeletonRows={6}
      isEmpty={(data) => data.results.length === 0}
      empty={
        <Empty
          icon={<Camera />}
          title="No snapshots"
          hint="The backup schedule takes them, or you take one now."
        />
      }
      actions={
        <ActionButton
          op={takeSnapshot}
          scope={{ kind: 'cluster', ...place }}
          whyNot={whyNone(query, 'cluster') ?? whyNotTake(all)}
          size="sm"
          aria-haspopup="dialog"
          onPress={onTake}
        >
          <Camera aria-hidden /> Take snapshot
        </ActionButton>
      }
    >
      {() => (
        <FewFirst count={rows.length}>
          <DataTable
            name="snapshots"
            what="snapshots"
            rows={rows}
            columns={columns}
            rowId={(row) => row.id}
          />
        </FewFirst>
      )}
    </Panel>
  )
}
