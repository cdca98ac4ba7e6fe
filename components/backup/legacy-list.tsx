'use client'
import { inUtc } from '@/lib/format/time'
import { legacySizeOf, legacySizeSays, setLegacyExpiry } from '@/lib/ops/legacy-backup'
import { type LegacySnapshot, listLegacySnapshots } from '@/lib/ops/legacy-snapshots'
import { OpList } from '../blocks/op-list'
import { rowActions } from '../blocks/row-actions'
import { column, none } from '../data/columns'
import { lazyComponent } from '../ui/lazy-component'
import { statusStyles } from '../ui/state-badge'
import { Time } from '../ui/time'
import type { Place } from './kinds'

const ExpirySheet = lazyComponent(() => import('./legacy-expiry-sheet').then((m) => m.ExpirySheet))

const styles = statusStyles({ true: ['Complete', 'good'], false: ['Incomplete', 'waiting'] })
const takenAt = ({ created }: LegacySnapshot) => created?.date ?? null

const c = column<LegacySnapshot>()
const columns = [
  c.time(['taken', takenAt], 'Taken', { width: '18%' }),
  c.state('complete', 'State', styles, { width: '10rem' }),
  c.custom(['expires', ({ expires }) => expires ?? null], 'Expires', ({ doNotDelete, expires }) =>
    doNotDelete ? 'Kept until deleted' : expires ? <Time at={expires} /> : none,
  ),
  c.custom(['size', legacySizeOf], 'Size', (one) => legacySizeSays(one) ?? none, {
    align: 'right',
  }),
  c.text(['version', ({ parts }) => parts?.[0]?.mongodVersion ?? null], 'MongoDB'),
  c.copyable('id', 'Snapshot ID', { optional: true }),
]

const on = rowActions<LegacySnapshot, Place>()
const actions = [
  on.form(setLegacyExpiry, {
    label: 'Edit expiry',
    show: (row, place, close) => <ExpirySheet place={place} row={row} onClose={close} />,
  }),
]

export const LegacyList = ({ place }: { place: Place }) => (
  <OpList
    op={listLegacySnapshots}
    input={place}
    name="legacy"
    what="legacy snapshots"
    columns={columns}
    rowId={({ id }) => id}
    rowName={(one) => `the legacy snapshot of ${takenAt(one) ? inUtc(takenAt(one) ?? '') : one.id}`}
    actions={actions}
    empty={{ hint: 'Only clusters before MongoDB 4.2 have legacy snapshots.' }}
  />
)
