'use client'
import type { FleetFix } from '@/lib/ops/fleet'
import { EndsField } from '../form/ends-field'
import { TextareaField } from '../form/field'

/** The values that all calls of a bulk action share. */
export const AskedFields = ({ asks }: Pick<FleetFix, 'asks'>) =>
  asks.map(({ name, label, hint, kind }) =>
    kind === 'time' ? (
      <EndsField key={name} name={name} label={label} hint={hint} maxDays={30} optional={false} />
    ) : (
      <TextareaField key={name} name={name} label={label} hint={hint} />
    ),
  )
