'use client'
import { type AtlasProcess, listProcesses } from '@/lib/ops/processes'
import { routes } from '@/lib/routes'
import { OpList } from '../blocks/op-list'
import { column } from '../data/columns'
import { Ping } from './ping'
import { nameOf, typeStyles } from './words'

const c = column<AtlasProcess>()
const columns = [
  c.custom(
    ['id', ({ id, userAlias }) => `${id} ${userAlias ?? ''}`.trim()],
    'Process',
    (row) => (
      <span className="grid min-w-0">
        <span className="wrap-anywhere">{nameOf(row)}</span>
        {nameOf(row) !== row.id && (
          <span className="wrap-anywhere text-faint text-xs">{row.id}</span>
        )}
      </span>
    ),
    { width: '36%' },
  ),
  c.state('typeName', 'Type', typeStyles),
  c.text('replicaSetName', 'Replica set', { choices: true, width: '20%' }),
  c.text('shardName', 'Shard', { choices: true, optional: true }),
  c.text('version', 'MongoDB', { choices: true }),
  c.custom(['lastPing', ({ lastPing }) => lastPing ?? null], 'Last ping', ({ lastPing }) => (
    <Ping at={lastPing} />
  )),
  c.time('created', 'Created', { optional: true }),
]

/** The MongoDB processes of a project's dedicated clusters. */
export function Processes({ groupId }: { groupId: string }) {
  return (
    <OpList
      op={listProcesses}
      input={{ groupId }}
      what="processes"
      columns={columns}
      rowName={({ id }) => id}
      href={({ id }) => routes.process(groupId, id)}
      empty={{
        icon: <svg aria-hidden className="icon-[server]" />,
        hint: 'Only dedicated clusters that are not paused have processes.',
      }}
    />
  )
}
