'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { read } from '@/lib/client/use-op'
import { OpList } from '../blocks/op-list'
import { OpPanel } from '../blocks/op-panel'
import { SecretShown } from '../blocks/secret-shown'
import { Chart } from '../data/chart'
import { column } from '../data/columns'
import { DataTable } from '../data/data-table'
import { FewFirst } from '../data/few-first'
import { JsonDiff } from '../data/json-diff'
import { JsonView } from '../data/json-view'
import { OddParts } from '../data/odd-parts'
import { Panel } from '../data/panel'
import { PanelFailed } from '../data/panel-failed'
import { RawAnswer } from '../data/raw-answer'
import { Spark } from '../data/spark'
import { ValuesTable } from '../data/values-table'
import { Button } from '../ui/button'
import { Empty } from '../ui/empty'
import { statusStyles } from '../ui/state-badge'
import { type Entry, entries, listEntries } from './examples'
import { Part, Shown } from './part'

const c = column<Entry>()
const columns = [
  c.text('name', 'Name'),
  c.state(
    'state',
    'State',
    statusStyles({
      ACTIVE: ['Active', 'good'],
      PENDING: ['Pending', 'moving'],
      FAILED: ['Failed', 'bad'],
      PAUSED: ['Paused', 'idle'],
    }),
  ),
  c.number('size', 'Addresses'),
  c.time('createdAt', 'Created'),
]
const minute = 60_000
const times = Array.from({ length: 60 }, (_, i) => Date.UTC(2026, 10, 29, 8) + i * minute)
const readings = times.map((_, i) => (i === 20 ? null : Math.round(50 + 40 * Math.sin(i / 6))))
const series = { name: 'CONNECTIONS', units: 'SCALAR', readings }
const value = { name: 'vpn', limits: { size: 1, tags: ['a', 'b'] }, note: null }

const many: readonly Entry[] = Array.from({ length: 40 }, (_, i) => {
  const like = entries[i % entries.length] as Entry
  return { ...like, id: String(i), name: `${like.name}-${i}` }
})

/** Tables, panels, charts and JSON. */
export const Data = () => (
  <Part title="Data">
    {panelStates.map((state) => (
      <Shown key={state} name={`Panel ${state}`}>
        <OnePanel state={state} />
      </Shown>
    ))}
    <Shown name="Panel out of date">
      <Stale />
    </Shown>
    {['loaded', 'loading', 'empty', 'failed'].map((state) => (
      <Shown key={state} name={`OpList ${state}`}>
        <div className="w-full">
          <OpList
            op={listEntries}
            input={{ state }}
            name={`entries-${state}`}
            what="entries"
            columns={columns}
            rowId={(row) => row.id}
            rowName={(row) => row.name}
            empty={{ hint: 'Nothing can connect.' }}
          />
        </div>
      </Shown>
    ))}
    <Shown name="OpPanel">
      <div className="w-full">
        <OpPanel
          op={listEntries}
          input={{ state: 'panel' }}
          title="Totals"
          facts={(data) => [['Entries', data.totalCount]]}
          raw
        />
      </div>
    </Shown>
    <Shown name="DataTable of 40 rows, selectable" wide>
      <div className="w-full">
        <DataTable
          name="gallery"
          what="entries"
          rows={many}
          columns={columns}
          rowId={(row) => row.id}
          rowName={(row) => row.name}
          bulk={(chosen) => `${chosen.length} to remove`}
        />
      </div>
    </Shown>
    <Shown name="Chart, Spark">
      <div className="w-full">
        <Chart label="Connections" series={series} times={times} />
      </div>
      <Spark label="Lag" readings={readings} />
      <Spark label="Errors" kind="bars" readings={readings} />
    </Shown>
    <Shown name="ValuesTable">
      <div className="w-full">
        <ValuesTable name="values" set={{ times: times.slice(0, 5), series: [series] }} />
      </div>
    </Shown>
    <Shown name="JsonView, RawAnswer, OddParts, FewFirst">
      <JsonView value={value} label="Entry" className="w-full" />
      <RawAnswer value={value} />
      <OddParts of={value} />
      <FewFirst count={10}>
        <p className="text-sm">Hidden on phones until opened.</p>
      </FewFirst>
    </Shown>
    <Shown name="JsonDiff">
      <div className="w-full">
        <JsonDiff from={value} to={{ ...value, name: 'vpn-2' }} label="Changes" as="sorted" />
      </div>
    </Shown>
    <Shown name="SecretShown">
      <Secret />
    </Shown>
  </Part>
)

const panelStates = [
  ...['loaded', 'loading', 'empty', 'failed', 'refused'],
  ...['incomplete', 'odd rows', 'odd parts', 'not UTF-8', 'unexpected'],
]

const Stale = () => (
  <PanelFailed
    query={useQuery(read(listEntries, { state: 'failed' }))}
    asOf="2026-11-29T08:00:00Z"
  />
)

const OnePanel = ({ state }: { state: string }) => (
  <Panel
    title="Entries"
    query={useQuery(read(listEntries, { state }))}
    skeletonRows={3}
    isEmpty={(data) => data.results.length === 0}
    empty={<Empty title="No entries" hint="Nothing can connect." />}
    className="w-full"
  >
    {(data) => <p className="p-4 text-sm">{data.results.map((one) => one.name).join(', ')}</p>}
  </Panel>
)

/** A dialog, so it opens when asked. */
function Secret() {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>Show a secret</Button>
      {isOpen && (
        <SecretShown
          title="API key created"
          secrets={[['Private key', 'example']]}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}
