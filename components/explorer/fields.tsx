'use client'
import { useMemo } from 'react'
import { useMe } from '@/lib/client/use-me'
import type { Op } from '@/lib/ops/define'
import { JsonField } from '../form/json-field'
import { OpFields } from '../form/op-fields'

/** The fields of an operation, with the person's projects and organizations to choose from. */
export function Fields({ op }: { op: Op }) {
  const me = useMe()
  return (
    <>
      <datalist id="explorer-projects">
        {me?.projects.map(({ groupId, name }) => (
          <option key={groupId} value={groupId}>
            {name}
          </option>
        ))}
      </datalist>
      <datalist id="explorer-organizations">
        {me?.organizations.map(({ orgId, name }) => (
          <option key={orgId} value={orgId}>
            {name}
          </option>
        ))}
      </datalist>
      <OpFields
        input={op.input}
        lists={{ groupId: 'explorer-projects', orgId: 'explorer-organizations' }}
      />
      {'body' in op.input.shape && <JsonField name="body" label="Body" />}
    </>
  )
}

/** Empty values for the fields that people type in. */
export const useStart = (op: Op): Record<string, string> =>
  useMemo(() => Object.fromEntries(Object.keys(op.input.shape).map((name) => [name, ''])), [op])
