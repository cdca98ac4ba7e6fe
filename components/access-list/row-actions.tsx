'use client'
import { createContext, useContext } from 'react'
import { kindOfAddress } from '@/lib/format/address'
import { allowAddresses, removeAddress } from '@/lib/ops/access-list'
import { ActionButton } from '../ops/action-button'
import type { Entry } from './entries'
import type { States } from './states'

/** Whether a row names an address or a security group, so that Gatehouse can act on it. */
export const isReadable = (value: string): boolean => kindOfAddress(value) !== 'other'

/** What rows need of the page around them. */
type Around = {
  groupId: string
  states: States
  isFresh: (value: string) => boolean
  isChanged: (value: string) => boolean
  onChange: (entry: Entry) => void
  onRemove: (entries: readonly Entry[]) => void
}

const Context = createContext<Around | undefined>(undefined)
export const AroundRows = Context.Provider

export function useAround(): Around {
  const around = useContext(Context)
  if (!around) throw new Error('Rows of the access list need AroundRows')
  return around
}

export function RowActions({ entry }: { entry: Entry }) {
  const { groupId, onChange, onRemove } = useAround()
  const scope = { kind: 'project', groupId } as const
  const unreadable = isReadable(entry.value)
    ? undefined
    : 'Gatehouse can’t read this address. Change the entry in Atlas.'
  return (
    <span className="inline-flex gap-1">
      <ActionButton
        op={allowAddresses}
        scope={scope}
        whyNot={unreadable}
        size="sm"
        variant="quiet"
        aria-haspopup="dialog"
        aria-label={`Edit ${entry.value}`}
        onPress={() => onChange(entry)}
      >
        Edit
      </ActionButton>
      <ActionButton
        op={removeAddress}
        scope={scope}
        whyNot={unreadable}
        size="sm"
        variant="quiet"
        aria-haspopup="dialog"
        aria-label={`Remove ${entry.value}`}
        onPress={() => onRemove([entry])}
      >
        Remove
      </ActionButton>
    </span>
  )
}
