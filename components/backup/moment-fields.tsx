'use client'
import { useController, useWatch } from 'react-hook-form'
import { serverNow } from '@/lib/client/clock'
import { useNow } from '@/lib/client/use-now'
import { inUtc, inZone, millis, relative } from '@/lib/format/time'
import { count } from '@/lib/format/words'
import { Chips } from '../form/chips'
import { Field } from '../form/field'
import { MomentField } from '../form/moment-field'
import { Segments } from '../ui/segments'

const ways = { moment: 'Date and time', oplog: 'Oplog entry' } as const
const MINUTE = 60_000
const chips = [5, 15, 60, 360, 1440].map((minutes) => ({
  label: minutes < 60 ? `${minutes} min ago` : `${minutes / 60} h ago`,
  value: minutes * MINUTE,
}))

/** The point in time, as a date or as an oplog entry. */
export function MomentFields({ windowDays }: { windowDays: number | null | undefined }) {
  const { field } = useController({ name: 'by' })
  const isOplog = field.value === 'oplog'
  return (
    <div className="grid gap-3">
      <Segments
        label="Point in time by"
        options={Object.values(ways)}
        value={isOplog ? ways.oplog : ways.moment}
        onChange={(way) => field.onChange(way === ways.oplog ? 'oplog' : 'moment')}
      />
      {isOplog ? <OplogFields /> : <DateField windowDays={windowDays} />}
    </div>
  )
}

function DateField({ windowDays }: { windowDays: number | null | undefined }) {
  const name = 'pointInTimeUTCSeconds'
  const { field } = useController({ name, defaultValue: '' })
  const now = useNow(30_000)
  const at = millis(field.value)
  return (
    <div className="grid gap-2">
      <MomentField
        name={name}
        label="Point in time"
        seconds
        hint={
          at === undefined
            ? `Later writes are not restored.${windowDays ? ` The restore window is ${count(windowDays, 'day')}.` : ''}`
            : `${inUtc(at, { seconds: true })}, ${relative(at, now)}.`
        }
      />
      <Chips
        label="Suggested times"
        chips={chips}
        isChosen={() => false}
        onChoose={(back) => field.onChange(new Date(serverNow() - back).toISOString())}
      />
    </div>
  )
}

function OplogFields() {
  const typed: unknown = useWatch({ name: 'oplogTs' })
  const at = typeof typed === 'string' && /^\d{10}$/.test(typed) ? Number(typed) * 1000 : undefined
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field
        name="oplogTs"
        label="Timestamp (oplogTs)"
        inputMode="numeric"
        hint={at ? `${inZone(at, { seconds: true, timeZone: 'UTC' })}.` : 'Unix time in seconds.'}
      />
      <Field
        name="oplogInc"
        label="Increment (oplogInc)"
        inputMode="numeric"
        hint="A whole number, 1 or more."
      />
    </div>
  )
}
