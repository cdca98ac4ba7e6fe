'use client'
import '@/lib/client/zod-now'
import { useWatch } from 'react-hook-form'
import { bytesInWords, exactBytes, parseBytes } from '@/lib/format/bytes'
import {
  type LimitName,
  limitSpans,
  overrunPolicies,
  setQueryLimit,
  type settingOf,
} from '@/lib/ops/data-federation'
import { FormSheet } from '../blocks/form-sheet'
import { Field, SelectField } from '../form/field'

type Setting = ReturnType<typeof settingOf>

/** Sets a query limit, a new one where `limitName` is missing. */
export function LimitSheet({
  place,
  limitName,
  opened,
  onClose,
}: {
  place: { groupId: string; tenantName: string }
  limitName?: LimitName
  opened?: Setting
  onClose: () => void
}) {
  return (
    <FormSheet
      op={setQueryLimit}
      title={limitName ? `Limit for ${limitSpans[limitName].toLowerCase()}` : 'Add a query limit'}
      description="Counts the data that queries of this federated database read and process."
      start={{
        ...place,
        limitName: limitName ?? 'bytesProcessed.daily',
        value: opened ? bytesInWords(opened.value) : '',
        overrunPolicy: opened?.overrunPolicy ?? 'BLOCK',
        ...(opened ? { opened } : {}),
      }}
      shape={({ value, overrunPolicy, ...rest }) => ({
        ...rest,
        // A rounded size stands for the exact one it was rounded from.
        value:
          opened && value === bytesInWords(opened.value)
            ? opened.value
            : (parseBytes(String(value)) ?? value),
        ...(rest.limitName === 'bytesProcessed.query' ? {} : { overrunPolicy }),
      })}
      onClose={onClose}
    >
      {!limitName && (
        <SelectField name="limitName" label="Limit for">
          {Object.entries(limitSpans).map(([name, span]) => (
            <option key={name} value={name}>
              {span}
            </option>
          ))}
        </SelectField>
      )}
      <Amount opened={opened} />
      <Policy />
    </FormSheet>
  )
}

function Amount({ opened }: { opened: Setting | undefined }) {
  const typed: unknown = useWatch({ name: 'value' })
  const exact =
    opened && typed === bytesInWords(opened.value) ? opened.value : parseBytes(String(typed))
  return (
    <Field
      name="value"
      label="Data that queries can process"
      hint={exact ? exactBytes(exact) : 'Such as 500 GiB, 2 TB or a number of bytes.'}
      spellCheck={false}
    />
  )
}

function Policy() {
  const name: unknown = useWatch({ name: 'limitName' })
  if (name === 'bytesProcessed.query') return null
  return (
    <SelectField name="overrunPolicy" label="At the limit">
      {Object.entries(overrunPolicies).map(([policy, meaning]) => (
        <option key={policy} value={policy}>
          {meaning}
        </option>
      ))}
    </SelectField>
  )
}
