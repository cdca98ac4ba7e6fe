'use client'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { read } from '@/lib/client/use-op'
import { diskMetrics } from '@/lib/ops/metric-groups'
import {
  getDatabaseMeasurements,
  getDiskMeasurements,
  listProcessDatabases,
  listProcessDisks,
} from '@/lib/ops/processes'
import { MeasurementCharts } from '../blocks/measurement-charts'
import { OpList } from '../blocks/op-list'
import type { TimeRange } from '../blocks/use-time-range'
import { column } from '../data/columns'
import { Button } from '../ui/button'
import { lazyComponent } from '../ui/lazy-component'
import { useShown } from '../ui/use-panel'

const Sheet = lazyComponent(() => import('../ui/dialog').then((m) => m.Sheet))

type Props = { place: { groupId: string; processId: string }; time: TimeRange }

/** The columns of a list of names, whose button opens the measurements. */
function useColumns<K extends string>(field: K, head: string, show: (name: string) => unknown) {
  return useMemo(() => {
    const c = column<Record<K, string>>()
    return [
      c.text([field, (row) => row[field]], head),
      c.actions((row) => (
        <Button
          size="sm"
          variant="quiet"
          aria-haspopup="dialog"
          aria-label={`View measurements of ${row[field]}`}
          onClick={() => show(row[field])}
        >
          View measurements
        </Button>
      )),
    ]
  }, [field, head, show])
}

/** The databases of a process. */
export function Databases({ place, time }: Props) {
  const { shown, show, hide } = useShown('database')
  const columns = useColumns('databaseName', 'Database', show)
  return (
    <>
      <OpList
        op={listProcessDatabases}
        input={place}
        what="databases"
        columns={columns}
        rowName={({ databaseName }) => databaseName}
        empty={{
          icon: <svg aria-hidden className="icon-[database]" />,
          hint: 'Atlas has not seen a database in this process.',
        }}
      />
      {shown !== null && (
        <DatabaseSheet {...{ place, time }} name={shown} onClose={() => void hide()} />
      )}
    </>
  )
}

/** The disk partitions of a process. */
export function Disks({ place, time }: Props) {
  const { shown, show, hide } = useShown('disk')
  const columns = useColumns('partitionName', 'Partition', show)
  return (
    <>
      <OpList
        op={listProcessDisks}
        input={place}
        what="disks"
        columns={columns}
        rowName={({ partitionName }) => partitionName}
        empty={{
          icon: <svg aria-hidden className="icon-[hard-drive]" />,
          hint: 'Atlas has not seen a disk of this process.',
        }}
      />
      {shown !== null && (
        <DiskSheet {...{ place, time }} name={shown} onClose={() => void hide()} />
      )}
    </>
  )
}

type SheetProps = Props & { name: string; onClose: () => void }

function DatabaseSheet({ place, time: { granularity, range }, name, onClose }: SheetProps) {
  const input = { ...place, databaseName: name, granularity, ...range }
  const query = useQuery(read(getDatabaseMeasurements, input))
  return (
    <Sheet open size="lg" title={`Database ${name}`} onOpenChange={(open) => open || onClose()}>
      <MeasurementCharts name="database" title="Measurements" query={query} />
    </Sheet>
  )
}

function DiskSheet({ place, time: { granularity, range }, name, onClose }: SheetProps) {
  const input = { ...place, partitionName: name, granularity, ...range, m: [...diskMetrics] }
  const query = useQuery(read(getDiskMeasurements, input))
  return (
    <Sheet open size="lg" title={`Disk ${name}`} onOpenChange={(open) => open || onClose()}>
      <MeasurementCharts name="disk" title="Measurements" query={query} />
    </Sheet>
  )
}
