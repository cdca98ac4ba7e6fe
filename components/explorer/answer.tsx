'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { isObject } from '@/lib/format/values'
import type { Command, Query } from '@/lib/ops/define'
import { operationIdOf } from '@/lib/ops/derived'
import { getAtlasCall } from '@/lib/ops/explorer'
import { type Column, column } from '../data/columns'
import { DataTable } from '../data/data-table'
import { JsonView } from '../data/json-view'
import { Panel } from '../data/panel'
import { CallDetails } from '../ops/call-preview'

type Row = Record<string, unknown>

/** What Atlas answered: rows as a table, and everything as a tree or JSON. */
export const Answer = (
  props: { op: Query; input: Record<string, unknown> } | { op: Command; value: unknown },
) =>
  'input' in props ? (
    <ReadAnswer op={props.op} input={props.input} />
  ) : (
    <JsonView value={props.value} label="Answer" />
  )

function ReadAnswer({ op, input }: { op: Query; input: Record<string, unknown> }) {
  const query = useQuery(read(op, input))
  const call = useQuery(read(getAtlasCall, { operationId: operationIdOf(op.id) ?? '', input })).data
    ?.data.call
  return (
    <Panel title="Answer" query={query} skeletonRows={4} isEmpty="never">
      {(data) => {
        const rows = rowsIn(data)
        return (
          <div className="grid grid-cols-1 gap-4 p-4">
            {rows && <Rows rows={rows} />}
            <JsonView value={data} label="Answer" />
            {call && <CallDetails call={call} />}
          </div>
        )
      }}
    </Panel>
  )
}

/** The rows of a list. Undefined for another answer. */
function rowsIn(data: unknown): Row[] | undefined {
  const list = isObject(data) && Array.isArray(data.results) ? data.results : data
  return Array.isArray(list) && list.length > 0 && list.every(isObject)
    ? (list as Row[])
    : undefined
}

const SHOWN = 6
const isPlain = (value: unknown) => value === null || typeof value !== 'object'

function Rows({ rows }: { rows: readonly Row[] }) {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) =>
    rows.some((row) => row[name] !== undefined && isPlain(row[name])),
  )
  const c = column<Row>()
  const columns: Column<Row>[] = names.map((name, at) =>
    c.text([name, (row) => (isPlain(row[name]) ? String(row[name] ?? '') : null)], name, {
      optional: at >= SHOWN,
    }),
  )
  const keyed = rows.map((row, at) => ({ row, at }))
  const position = new Map(keyed.map(({ row, at }) => [row, String(at)]))
  return (
    <DataTable
      name="answer"
      what="rows"
      rows={rows}
      columns={columns}
      rowId={(row) => position.get(row) ?? ''}
      rowName={(row) => String(row.name ?? row.id ?? row._id ?? position.get(row))}
    />
  )
}
