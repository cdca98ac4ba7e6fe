'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { count } from '@/lib/format/words'
import { listProcessors } from '@/lib/ops/stream-processors'
import { NAMELESS } from '@/lib/ops/stream-shapes'
import { createWorkspace, regionOf } from '@/lib/ops/stream-workspaces'
import { listWorkspaces, type StreamWorkspace } from '@/lib/ops/streams'
import { routes } from '@/lib/routes'
import { FormButton } from '../blocks/form-button'
import { OpList } from '../blocks/op-list'
import { column } from '../data/columns'
import { cn } from '../ui/cn'
import { lazyComponent } from '../ui/lazy-component'
import { processorStyles } from './status-styles'

const CreateWorkspace = lazyComponent(() =>
  import('./workspace-sheet').then((m) => m.CreateWorkspace),
)

type Row = StreamWorkspace & { groupId: string }

const c = column<Row>()
const columns = [
  c.text('name', 'Workspace', { width: '24%' }),
  c.custom(['processors', () => null], 'Processors', (row) => (
    <InState groupId={row.groupId} tenantName={row.name} />
  )),
  c.text(['region', (w) => regionOf(w.dataProcessRegion)], 'Region', { choices: true }),
  c.text(['tier', (w) => w.streamConfig?.tier ?? null], 'Default tier'),
  c.text(['max', (w) => w.streamConfig?.maxTierSize ?? null], 'Largest tier'),
  c.list(
    'failover',
    (w) => (w.failoverRegions ?? []).flatMap((r) => regionOf(r) ?? []),
    'Failover to',
  ),
  c.copyable(['host', (w) => w.hostnames?.[0] ?? null], 'Host', { optional: true }),
  c.copyable(['id', (w) => w._id ?? null], 'ID', { optional: true }),
]

const bad = ['FAILED', 'DROPPED']

/** The number of processors per state, failed ones first. */
function InState({ groupId, tenantName }: { groupId: string; tenantName: string }) {
  // Each row reads a whole list with pipelines, so only once a minute.
  const processors = useQuery({
    ...read(listProcessors, { groupId, tenantName }),
    refetchInterval: 60_000,
    staleTime: 30_000,
  })
  if (processors.isError && !processors.data) return <span className="text-warn">Unavailable</span>
  if (!processors.data) return <span className="text-faint">…</span>
  const rows = processors.data.misfit ? [] : processors.data.data.results
  if (rows.length === 0) return <span className="text-faint">None</span>
  const states = Map.groupBy(rows, (p) => p.state ?? 'Unknown')
  const sorted = [...states].sort(([a], [b]) => Number(bad.includes(b)) - Number(bad.includes(a)))
  return (
    <span className="inline-flex flex-wrap gap-x-2">
      {sorted.map(([state, some]) => (
        <span
          key={state}
          title={state}
          className={cn(bad.includes(state) && 'font-medium text-bad')}
        >
          {some.length} {processorStyles(state).word}
        </span>
      ))}
      <span className="sr-only">of {count(rows.length, 'processor')}</span>
    </span>
  )
}

/** The stream workspaces of a project. */
export const Workspaces = ({ groupId }: { groupId: string }) => (
  <OpList
    op={listWorkspaces}
    input={{ groupId }}
    name="workspaces"
    title="Workspaces"
    what="stream workspaces"
    columns={columns}
    rows={({ results }) => results.map((w) => ({ ...w, groupId }))}
    rowName={({ name }) => name}
    rowId={(w) => (w.name === NAMELESS ? (w._id ?? w.name) : w.name)}
    href={(w) => (w.name === NAMELESS ? undefined : routes.streamWorkspace(groupId, w.name))}
    buttons={
      <FormButton
        op={createWorkspace}
        place={{ groupId }}
        variant="primary"
        form={(close) => <CreateWorkspace groupId={groupId} onClose={close} />}
      />
    }
    empty={{
      icon: <svg aria-hidden className="icon-[waves-horizontal]" />,
      hint: 'A workspace runs processors, which read, transform and write streams of data.',
    }}
  />
)
