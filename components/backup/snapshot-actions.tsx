'use client'
import { keepSnapshot, whyNotKeep } from '@/lib/ops/backup-retention'
import { deleteShardedSnapshot, deleteSnapshot } from '@/lib/ops/backup-snapshots'
import { downloadFlexBackup } from '@/lib/ops/flex-backup'
import { rowActions } from '../blocks/row-actions'
import { lazyComponent } from '../ui/lazy-component'
import type { HeldRow } from './keep-sheet'
import { type KindName, kinds, type Place } from './kinds'

const RestoreSheet = lazyComponent(() => import('./restore-sheet').then((m) => m.RestoreSheet))
const KeepSheet = lazyComponent(() => import('./keep-sheet').then((m) => m.KeepSheet))

const on = rowActions<HeldRow, Place>()
const one = ({ id }: HeldRow, place: Place) => ({ ...place, snapshotId: id })
const whyIncomplete = ({ isComplete }: HeldRow) =>
  isComplete ? null : 'Only complete snapshots can be restored or downloaded.'

const restore = (kind: KindName) =>
  on.form(kinds[kind].restore, {
    label: 'Restore',
    whyNot: whyIncomplete,
    show: ({ id }, place, close) => (
      <RestoreSheet place={place} kind={kind} snapshotId={id} onClose={close} />
    ),
  })

const extend = (isSharded: boolean) =>
  on.form(keepSnapshot, {
    label: 'Extend',
    whyNot: ({ state }) => whyNotKeep({ status: state }),
    show: (row, place, close) => (
      <KeepSheet place={place} row={row} isSharded={isSharded} onClose={close} />
    ),
  })

const remove = { whyNot: ({ whyNotLess }: HeldRow) => whyNotLess, input: one }

/** What can be done with a snapshot. Atlas itself deletes those of flex clusters. */
export const snapshotActions = {
  replicaSet: [restore('replicaSet'), extend(false), on.confirm(deleteSnapshot, remove)],
  sharded: [restore('sharded'), extend(true), on.confirm(deleteShardedSnapshot, remove)],
  flex: [
    restore('flex'),
    on.confirm(downloadFlexBackup, {
      label: 'Download',
      whyNot: whyIncomplete,
      tone: 'primary',
      input: one,
    }),
  ],
}
