'use client'
import { useQueryClient } from '@tanstack/react-query'
import { type FieldValues, useWatch } from 'react-hook-form'
import { read } from '@/lib/client/use-op'
import { inUtc, millis } from '@/lib/format/time'
import { getShardedSnapshot, getSnapshot } from '@/lib/ops/backup'
import {
  endsEarlier,
  keepSnapshot,
  keptDays,
  newEnd,
  retentionUnits,
} from '@/lib/ops/backup-snapshots'
import { Field, SelectField } from '../form/field'
import { OpForm } from '../form/op-form'
import { Banner } from '../ui/banner'
import { Sheet } from '../ui/dialog'
import type { SnapshotRow } from './snapshot-row'
import type { Policy } from './use-policy'

const unitWords = { DAYS: 'days', WEEKS: 'weeks', MONTHS: 'months', YEARS: 'years' } as const

const shape = ({ retentionValue, ...rest }: FieldValues): FieldValues => ({
  ...rest,
  retentionValue: retentionValue === '' ? undefined : Number(retentionValue),
})

type Opened = { createdAt: string | null | undefined; expiresAt: string | null | undefined }

/** The current expiry and the new one; a warning where it is earlier. */
function NewEnd({ opened, policy }: { opened: Opened; policy: Policy }) {
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
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
        <dt className="text-muted">Expires now</dt>
        <dd>{opened.expiresAt ? inUtc(opened.expiresAt) : 'Unknown'}</dd>
        {after !== undefined && (
          <>
            <dt className="text-muted">New expiry</dt>
            <dd className="font-medium">about {inUtc(after)}</dd>
          </>
        )}
      </dl>
      {asked && endsEarlier(asked) && (
        <Banner tone="warn" title="This shortens the retention">
          {policy.whyNotLess ?? 'Atlas deletes the snapshot at the new expiry.'}
        </Banner>
      )}
    </div>
  )
}

/** Changes the retention of a snapshot. Atlas counts from when it was taken. */
export function KeepDialog({
  place,
  row,
  policy,
  onClose,
}: {
  place: { groupId: string; clusterName: string }
  row: SnapshotRow
  policy: Policy
  onClose: () => void
}) {
  const cache = useQueryClient()
  const { snapshot, isSharded } = row
  const opened: Opened = {
    createdAt: snapshot.createdAt ?? row.taken,
    expiresAt: snapshot.expiresAt,
  }
  const days = keptDays(opened)
  const one = { ...place, snapshotId: row.id }
  const reload = async (): Promise<Opened> => {
    const { data } = isSharded
      ? await cache.fetchQuery({ ...read(getShardedSnapshot, one), staleTime: 0 })
      : await cache.fetchQuery({ ...read(getSnapshot, one), staleTime: 0 })
    return { createdAt: data.createdAt ?? row.taken, expiresAt: data.expiresAt }
  }
  const end = (at: number | undefined) => (at === undefined ? null : inUtc(at))
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Retention of the snapshot of ${row.taken ? inUtc(row.taken) : row.id}`}
      description="Counted from when the snapshot was taken."
    >
      <OpForm
        op={keepSnapshot}
        start={{
          ...one,
          sharded: isSharded,
          retentionUnit: days === undefined ? 'MONTHS' : 'DAYS',
          retentionValue: days === undefined ? '' : String(days),
          opened,
        }}
        shape={shape}
        changes={{
          was: (input) => ({ expires: end(millis(input.opened.expiresAt)) }),
          to: (input) => ({ expires: end(newEnd(input)) }),
          label: 'Expires',
        }}
        opened={{ reload, label: 'The snapshot' }}
        submit="Save retention"
        pending="Saving…"
        done="Retention updated"
        onDone={onClose}
        onCancel={onClose}
      >
        <div className="grid gap-3 sm:grid-cols-2">
          <Field name="retentionValue" label="Keep for" type="number" min={1} max={3650} />
          <SelectField name="retentionUnit" label="Unit">
            {retentionUnits.map((unit) => (
              <option key={unit} value={unit}>
                {unitWords[unit]}
              </option>
            ))}
          </SelectField>
        </div>
        <NewEnd opened={opened} policy={policy} />
      </OpForm>
    </Sheet>
  )
}
