'use client'
import { useId, useMemo } from 'react'
import { useAddress } from '@/lib/client/use-address'
import type { Reading } from '@/lib/client/use-op'
import type { Measurements } from '@/lib/ops/measurements'
import { metricName } from '@/lib/ops/metric-names'
import { Chart } from '../data/chart'
import { Panel } from '../data/panel'
import { seriesOf } from '../data/series'
import { Button } from '../ui/button'
import { Empty } from '../ui/empty'
import { lazyComponent } from '../ui/lazy-component'

const ValuesTable = lazyComponent(() => import('../data/values-table').then((m) => m.ValuesTable))

/** A panel with a chart of each metric in an answer, and the values as a table to read or export. */
export function MeasurementCharts({
  name,
  title,
  query,
  bare = false,
}: {
  /** Of the table in the address, and of the exported file. */
  name: string
  title?: string
  query: Reading<Measurements>
  /** No border, for a panel inside another. */
  bare?: boolean
}) {
  return (
    <Panel
      {...(title ? { title } : {})}
      bare={bare}
      {...(bare ? { className: '[&>[data-failed]]:px-4' } : {})}
      query={query}
      skeletonRows={6}
      isEmpty={({ measurements }) =>
        (measurements ?? []).every(({ dataPoints }) => (dataPoints ?? []).length === 0)
      }
      empty={
        <Empty
          icon={<svg aria-hidden className="icon-[chart-line]" />}
          title="No measurements"
          hint="Atlas has none for this time range."
        />
      }
    >
      {(data) => <Charts name={name} data={data} />}
    </Panel>
  )
}

function Charts({ name, data }: { name: string; data: Measurements }) {
  const { get, set: setAddress } = useAddress()
  const isTable = get(`${name}-values`) !== null
  const id = useId()
  const set = useMemo(() => seriesOf(data), [data])
  return (
    <>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,17rem),1fr))] gap-x-6 gap-y-5 p-4">
        {set.series.map((series) => (
          <Chart
            key={series.name}
            label={metricName(series.name)}
            series={series}
            times={set.times}
          />
        ))}
      </div>
      <div className="border-line border-t px-2 py-2">
        <Button
          size="sm"
          variant="quiet"
          aria-expanded={isTable}
          aria-controls={id}
          onClick={() => setAddress({ [`${name}-values`]: isTable ? null : '1' })}
        >
          {isTable ? 'Hide values' : 'Show values'}
        </Button>
      </div>
      <div id={id}>{isTable && <ValuesTable name={name} set={set} />}</div>
    </>
  )
}
