'use client'
import { useMemo } from 'react'
import type { Op } from '@/lib/ops/define'
import { JsonField } from '../form/json-field'
import { OpFields } from '../form/op-fields'
import { PlaceField, placeNames } from './place-field'

/** The fields of an operation. Places are chosen by name. */
export const Fields = ({ op }: { op: Op }) => (
  <>
    {placeNames
      .filter((name) => name in op.input.shape)
      .map((name) => (
        <PlaceField key={name} name={name} />
      ))}
    <OpFields input={op.input} without={placeNames} />
    {'body' in op.input.shape && <JsonField name="body" label="Body" />}
  </>
)

/** Empty values for the fields that people type in. */
export const useStart = (op: Op): Record<string, string> =>
  useMemo(() => Object.fromEntries(Object.keys(op.input.shape).map((name) => [name, ''])), [op])
