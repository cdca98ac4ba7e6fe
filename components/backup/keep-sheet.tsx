'use client'
import { useWatch } from 'react-hook-form'
import { useExactTime } from '@/lib/client/use-zone'
import { millis } from '@/lib/format/time'
import {
  endsEarlier,
  keepSnapshot,
  keptDays,
  newEnd,
  retentionUnits,
} from '@/lib/ops/backup-retention'
import { FormSheetOpen } from '../blocks/form-sheet-open'
import { OpFields } from '../form/op-fields'
import { Banner } from '../ui/banner'
import { Facts } from '../ui/page'
import type { Place } from './kinds'
import type { SnapshotRow } from './snapshot'
import { nameOf } from './snapshot'

/** With what the project's backup compliance policy forbids. */
export type HeldRow = SnapshotRow & { whyNotLess: string | undefined }

type Opened = { createdAt: string | null; expiresAt: string | null }

/** The current expiry and the new one; a warning where it is earlier. */
function NewEnd({ opened, whyNotLess }: { opened: Opened; whyNotLess: string | undefined }) {
  const exact = useExactTime()
  const unit: unknown = useWatch({ name: 'retentionUnit' })
  const value: unknown = useWatch({ name: 'retentionValue' })
  const retentionUnit = retentionUnits.find((known) => known === unit)
  const asked =
    retentionUnit && Number(value) > 0
      ? { retentionUnit, retentionValue: Number(value), opened }
      : undefined
  const after = asked && newEnd(asked)
  return (
    <div className="grid gap-2">
      <Facts
        items={[
          ['Expires now', opened.expiresAt ? exact(opened.expiresAt) : 'Unknown'],
          ...(after === undefined ? [] : [['New expiry', `about ${exact(after)}`] as const]),
        ]}
      />
      {asked && endsEarlier(asked) && (
        <Banner tone="warn" title="This shortens the retention">
          {whyNotLess ?? 'Atlas deletes the snapshot at the new expiry.'}
        </Banner>
      )}
    </div>
  )
}

/** Changes the retention of a snapshot. Atlas counts from when it was taken. */
export function KeepSheet({
  place,
  row,
  isSharded,
  onClose,
}: {
  place: Place
  row: HeldRow
  isSharded: boolean
  onClose: () => void
}) {
  const opened = { createdAt: row.taken, expiresAt: row.expires }
  const days = keptDays(opened)
  const exact = useExactTime()
  const end = (at: number | undefined) => (at === undefined ? null : exact(at))
  return (
    <FormSheetOpen
      op={keepSnapshot}
      title={`Retention of ${nameOf(row)}`}
      description="Counted from when the snapshot was taken."
      start={{
        ...place,
        snapshotId: row.id,
        sharded: isSharded,
        retentionValue: days ?? '',
        retentionUnit: days === undefined ? 'MONTHS' : 'DAYS',
        opened,
      }}
      changes={{
        was: (input) => ({ expires: end(millis(input.opened.expiresAt)) }),
        to: (input) => ({ expires: end(newEnd(input)) }),
        label: 'Expires',
      }}
      opened={{ label: 'The snapshot' }}
      onClose={onClose}
    >
      <OpFields input={keepSnapshot.input} />
      <NewEnd opened={opened} whyNotLess={row.whyNotLess} />
    </FormSheetOpen>
  )
}
