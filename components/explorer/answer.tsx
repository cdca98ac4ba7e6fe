'use client'
import { useMemo } from 'react'
import { type Column, column } from '../data/columns'
import { DataTable } from '../data/data-table'
import { prettyJson } from '../data/json-text'
import { JsonTree } from '../data/json-tree'
import { Button } from '../ui/button'
import { CodeBlock } from '../ui/code'
import { Segments } from '../ui/segments'
import { useTab } from '../ui/tabs'
import { cellOf, fieldsIn, isNested, type Row, rowsIn, saveAnswer } from './answer-rows'

const ways = ['Table', 'Tree', 'JSON'] as const

/** What Atlas answered: as a table if it has rows, as a tree and as JSON, to save as a file. */
export function Answer({ name, value }: { name: string; value: unknown }) {
  const rows = useMemo(() => rowsIn(value), [value])
  const open = ways.filter((way) => (way === 'Table' ? rows : way === 'JSON' || isNested(value)))
  const [chosen, setWay] = useTab('answer', ways)
  const way = open.includes(chosen) ? chosen : (open[0] ?? 'JSON')
  if (value === undefined || value === '')
    return <p className="text-muted text-sm">Atlas answered without content.</p>
  return (
    <div className="grid min-w-0 grid-cols-1 gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Segments label="Show the answer as" options={open} value={way} onChange={setWay} />
        <div className="flex gap-2">
          {rows && (
            <Button size="sm" variant="quiet" onClick={() => saveAnswer(name, 'csv', value)}>
              Download CSV
            </Button>
          )}
          <Button size="sm" variant="quiet" onClick={() => saveAnswer(name, 'json', value)}>
            Download JSON
          </Button>
        </div>
      </div>
      {way === 'Table' && rows ? (
        <Rows rows={rows} />
      ) : way === 'Tree' && isNested(value) ? (
        <JsonTree value={value as object} label="Atlas’s answer" />
      ) : (
        <CodeBlock
          code={prettyJson(value)}
          label="Atlas’s answer"
          className="[&>section]:max-h-[min(60dvh,36rem)]"
        />
      )}
    </div>
  )
}

/** Columns that are shown at first. The others are in the column menu. */
const SHOWN = 6

function Rows({ rows }: { rows: readonly Row[] }) {
  const c = column<Row>()
  const fields = fieldsIn(rows)
  const columns: Column<Row>[] = fields.map((name, at) =>
    c.text([name, (row) => String(cellOf(row[name]) ?? '')], name, { optional: at >= SHOWN }),
  )
  const position = new Map(rows.map((row, at) => [row, String(at)]))
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
