'use client'
import { useQuery } from '@tanstack/react-query'
import { useAddress } from '@/lib/client/use-address'
import { read } from '@/lib/client/use-op'
import { granularityFor } from '@/lib/ops/measurements'
import { processMetrics } from '@/lib/ops/metric-groups'
import { getProcess, getProcessMeasurements } from '@/lib/ops/processes'
import { MeasurementCharts } from '../blocks/measurement-charts'
import { OpPanel } from '../blocks/op-panel'
import { TimeRangeBar } from '../blocks/time-range-bar'
import { useTimeRange } from '../blocks/use-time-range'
import { Pick } from '../form/pick'
import { Copyable } from '../ui/copyable'
import { StateBadge } from '../ui/state-badge'
import { Time } from '../ui/time'
import { Databases, Disks } from './parts'
import { Ping } from './ping'
import { typeStyles } from './words'

/** One MongoDB process: what it is, and its measurements, databases and disks. */
export function ProcessPage(place: { groupId: string; processId: string }) {
  const time = useTimeRange()
  const address = useAddress()
  const topic = address.get('metrics') ?? 'overview'
  const group = processMetrics.find(({ id }) => id === topic) ?? processMetrics[0]!
  const { range } = time
  // All metrics are over a hundred series.
  const granularity = group.names ? time.granularity : granularityFor(time.ms, 200)
  const m = group.names ? { m: [...group.names] } : {}
  const query = useQuery(read(getProcessMeasurements, { ...place, granularity, ...range, ...m }))
  return (
    <div className="grid grid-cols-1 gap-4">
      <OpPanel
        op={getProcess}
        input={place}
        title="Process"
        facts={(process) => [
          ['Type', <StateBadge key="type" styles={typeStyles} state={process.typeName} />],
          ['Last ping', <Ping key="ping" at={process.lastPing} />],
          ['MongoDB', process.version ?? 'Unknown'],
          ['Host', <Copyable key="id" value={process.id} what="host and port" />],
          ...(process.userAlias
            ? [['Alias', <Copyable key="a" value={process.userAlias} what="alias" />] as const]
            : []),
          ['Replica set', process.replicaSetName ?? 'None'],
          ...(process.shardName ? [['Shard', process.shardName] as const] : []),
          ['Created', <Time key="created" at={process.created} exact />],
        ]}
      />
      <div>
        <TimeRangeBar time={time} hasGranularity={group.names !== undefined}>
          <Pick
            label="Metrics"
            value={group.id}
            choices={processMetrics.map(({ id, label }) => [id, label])}
            onChange={(id) => address.set({ metrics: id })}
          />
        </TimeRangeBar>
        <MeasurementCharts name={`process-${group.id}`} title="Measurements" query={query} />
      </div>
      <Databases place={place} time={time} />
      <Disks place={place} time={time} />
    </div>
  )
}
