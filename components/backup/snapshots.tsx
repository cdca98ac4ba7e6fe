'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import type { Snapshot } from '@/lib/ops/backup-shapes'
import {
  deleteShardedSnapshot,
  deleteSnapshot,
  takeSnapshot,
  whyNotTake,
} from '@/lib/ops/backup-snapshots'
import { OpList } from '../blocks/op-list'
import { column, none } from '../data/columns'
import { whyNone } from '../data/why-none'
import { ActionButton } from '../ops/action-button'
import type { HeldRow } from './keep-sheet'
import { type KindName, kinds, type Place } from './kinds'
import { nameOf } from './snapshot'
import { snapshotActions } from './snapshot-actions'
import { snapshotStyles } from './status-styles'
import { usePolicy } from './use-policy'

const c = column<HeldRow>()
const taken = c.time('taken', 'Taken', { width: '14%' })
const state = c.state('state', 'State', snapshotStyles, { width: '10rem' })
const expires = c.time('expires', 'Expires')
const id = c.copyable('id', 'Snapshot ID', { optional: true })

const dedicated = [
  taken,
  state,
  c.text('type', 'Type', { choices: true }),
  c.text('description', 'Description', { width: '20%', isSparse: true }),
  c.custom(
    'bytes',
    'Size',
    ({ size }) => (size ? <span className="whitespace-nowrap">{size}</span> : none),
    { align: 'right' },
  ),
  expires,
  c.text('version', 'MongoDB', { optional: true }),
  c.number('parts', 'Parts', { optional: true }),
  id,
]
const flex = [
  taken,
  state,
  c.time('completed', 'Completed'),
  expires,
  c.text('version', 'MongoDB'),
  id,
]

const empty = {
  dedicated: 'The backup schedule takes them, or you take one now.',
  flex: 'Atlas takes one every day. Flex clusters have no on-demand snapshots.',
}

/** The snapshots of a cluster. */
export function Snapshots({
  place,
  kind,
  onTake,
}: {
  place: Place
  kind: KindName
  onTake: () => void
}) {
  const { snapshots, toSnapshot } = kinds[kind]
  const query = useQuery(read(snapshots, place))
  const { whyNotLess } = usePolicy(place.groupId)
  const all: readonly Snapshot[] = query.data?.misfit ? [] : (query.data?.data.results ?? [])
  const isFlex = kind === 'flex'
  return (
    <OpList
      op={snapshots}
      input={place}
      name="snapshots"
      what="snapshots"
      columns={isFlex ? flex : dedicated}
      rows={({ results }) => results.map((row) => ({ ...toSnapshot(row), whyNotLess }))}
      rowId={(row) => row.id}
      rowName={nameOf}
      actions={snapshotActions[kind]}
      bulk={isFlex ? [] : [deleteSnapshot, deleteShardedSnapshot]}
      fewOnPhones
      buttons={
        !isFlex && (
          <ActionButton
            op={takeSnapshot}
            scope={{ kind: 'cluster', ...place }}
            whyNot={whyNone(query, 'cluster') ?? whyNotTake(all)}
            size="sm"
            aria-haspopup="dialog"
            onPress={onTake}
          >
            <svg aria-hidden className="icon-[camera]" /> Take snapshot
          </ActionButton>
        )
      }
      empty={{
        icon: <svg aria-hidden className="icon-[camera]" />,
        hint: isFlex ? empty.flex : empty.dedicated,
      }}
    />
  )
}
