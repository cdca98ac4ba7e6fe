'use client'
import { useController, useWatch } from 'react-hook-form'
import { serverNow } from '@/lib/client/clock'
import { useNow } from '@/lib/client/use-now'
import { inZone, relative } from '@/lib/format/time'
import { Chips } from '../form/chips'
import { Field, FieldShell, useField } from '../form/field'
import { MomentInput } from '../form/moment-input'
import { Segments } from '../ui/segments'
import { secondsOf, toUtcField } from './restore-values'

const ways = { moment: 'Date and time', oplog: 'Oplog entry' } as const
const MINUTE = 60_000
const chips = [5, 15, 60, 360, 1440].map((minutes) => ({
  label: minutes < 60 ? `${minutes} min ago` : `${minutes / 60} h ago`,
  value: minutes * MINUTE,
}))

/** The point in time, in UTC or as an oplog entry. */
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
      {isOplog ? <OplogFields /> : <MomentField windowDays={windowDays} />}
    </div>
  )
}

function MomentField({ windowDays }: { windowDays: number | null | undefined }) {
  const name = 'pointInTimeUTCSeconds'
  const { id, error, control } = useField(name)
  const { field } = useController({ name, defaultValue: '' })
  const now = useNow(30_000)
  const seconds = secondsOf(field.value)
  return (
    <FieldShell
      id={id}
      label="Point in time (UTC)"
      error={error}
      hint={
        typeof seconds === 'number'
          ? `${inZone(seconds * 1000, { seconds: true })}, ${relative(seconds * 1000, now)}.`
          : `Later writes are not restored.${windowDays ? ` The restore window is ${windowDays} days.` : ''}`
      }
    >
      <div className="grid gap-2">
        <MomentInput
          {...control}
          ref={field.ref}
          seconds
          at={typeof seconds === 'number' ? seconds * 1000 : field.value ? Number.NaN : undefined}
          onBlur={field.onBlur}
          onChange={(at) =>
            field.onChange(at === undefined ? '' : Number.isNaN(at) ? 'not a date' : toUtcField(at))
          }
        />
        <Chips
          label="Suggested times"
          chips={chips}
          isChosen={() => false}
          onChoose={(back) => field.onChange(toUtcField(serverNow() - back))}
        />
      </div>
    </FieldShell>
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
      <Field name="oplogInc" label="Increment (oplogInc)" inputMode="numeric" hint="From 1." />
    </div>
  )
}
