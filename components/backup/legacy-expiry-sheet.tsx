'use client'
import { type FieldValues, useWatch } from 'react-hook-form'
import { useExactTime } from '@/lib/client/use-zone'
import { snapshotSays } from '@/lib/ops/backup-words'
import { keptOf, setLegacyExpiry } from '@/lib/ops/legacy-backup'
import type { LegacySnapshot } from '@/lib/ops/legacy-snapshots'
import { FormSheetOpen } from '../blocks/form-sheet-open'
import { MomentField } from '../form/moment-field'
import { RadioField } from '../form/radio-field'
import type { Place } from './kinds'

const cards = [
  {
    value: 'date',
    title: 'Expires on a date',
    detail: 'Atlas deletes it on that date.',
  },
  {
    value: 'kept',
    title: 'Keep until someone deletes it',
    detail: 'Clears its expiry date.',
  },
] as const

/** Only the chosen one of the two: Atlas refuses both. */
const shape = ({ keep, expires, ...rest }: FieldValues): FieldValues => ({
  ...rest,
  ...(keep === 'kept' ? { doNotDelete: true } : expires === '' ? {} : { expires }),
})

type Kept = ReturnType<typeof keptOf>
const formOf = ({ doNotDelete, expires }: Kept) => ({
  keep: doNotDelete ? 'kept' : 'date',
  expires: expires ?? '',
})
const ExpiresField = () =>
  useWatch({ name: 'keep' }) === 'date' && <MomentField name="expires" label="Expires" />

/** When a legacy snapshot expires, or that it does not. */
export function ExpirySheet({
  place,
  row,
  onClose,
}: {
  place: Place
  row: LegacySnapshot
  onClose: () => void
}) {
  const opened = keptOf(row)
  const exact = useExactTime()
  const says = ({ doNotDelete, expires }: Kept) =>
    doNotDelete ? 'Kept until deleted' : expires ? exact(expires) : 'Unknown'
  return (
    <FormSheetOpen
      op={setLegacyExpiry}
      title={`Expiry of ${snapshotSays(row.id)}`}
      description={`Now: ${says(opened)}.`}
      start={{ ...place, snapshotId: row.id, ...formOf(opened), opened }}
      shape={shape}
      changes={{
        was: (input) => ({ expires: says(input.opened) }),
        to: (input) => ({ expires: says(keptOf(input)) }),
        label: 'Expires',
      }}
      opened={{ label: 'The snapshot', start: (now) => formOf(now as Kept) }}
      onClose={onClose}
    >
      <RadioField name="keep" label="Retention" cards={cards} />
      <ExpiresField />
    </FormSheetOpen>
  )
}
