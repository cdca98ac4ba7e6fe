'use client'
import { useMemo } from 'react'
import { measured, unitInWords } from '@/lib/format/units'
import { metricName } from '@/lib/ops/metric-names'
import { ExactTime } from '../ui/time'
import { column } from './columns'
import { DataTable } from './data-table'
import type { SeriesSet } from './series'

type Row = { at: string; index: number }
const c = column<Row>()

/** The readings behind charts as a table, newest first, with exact values to export. */
export function ValuesTable({ name, set: { times, series } }: { name: string; set: SeriesSet }) {
  const columns = useMemo(
    () => [
      c.custom('at', 'Time', ({ at }) => <ExactTime at={at} seconds />, {
        width: '13rem',
        isTime: true,
      }),
      ...series.map(({ name: metric, units, readings }) => {
        const unit = unitInWords(units)
        const head = `${metricName(metric)}${unit ? ` (${unit})` : ''}`
        return c.number([metric, ({ index }) => readings[index] ?? null], head, {
          cell: ({ index }) => {
            const value = readings[index]
            return value === null || value === undefined ? (
              <span className="text-faint">No data</span>
            ) : (
              <span title={measured(value, units).exact}>
                {value.toLocaleString('en', { maximumFractionDigits: 20 })}
              </span>
            )
          },
        })
      }),
    ],
    [series],
  )
  const rows = useMemo(
    () => times.map((at, index) => ({ at: new Date(at).toISOString(), index })).reverse(),
    [times],
  )
  return (
    <DataTable name={name} what="readings" rows={rows} columns={columns} rowId={({ at }) => at} />
  )
}
