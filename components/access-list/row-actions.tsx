'use client'
import { createContext, useContext } from 'react'
import { allowAddresses, removeAddress } from '@/lib/ops/access-list'
import { ActionButton } from '../ops/action-button'
import type { Entry } from './entries'

/** What rows need of the page around them. */
type Around = {
  groupId: string
  isFresh: (value: string) => boolean
  isChanged: (value: string) => boolean
  onChange: (entry: Entry) => void
  onRemove: (entries: readonly Entry[]) => void
}

const Context = createContext<Around | undefined>(undefined)
export const AroundRows = Context.Provider

export function useAround(): Around {
  const around = useContext(Context)
  if (!around) throw new Error('Rows of the access list stand inside AroundRows')
  return around
}

export function RowActions({ entry }: { entry: Entry }) {
  const { groupId, onChange, onRemove } = useAround()
  const scope = { kind: 'project', groupId } as const
  const unreadable = entry.value === '?' ? 'Gatehouse cannot read this row.' : undefined
  return (
    <span className="inline-flex gap-1">
      <ActionButton
        op={allowAddresses}
        scope={scope}
        whyNot={unreadable}
        size="sm"
        look="quiet"
        aria-haspopup="dialog"
        aria-label={`Change ${entry.value}`}
        onPress={() => onChange(entry)}
      >
        Change
      </ActionButton>
      <ActionButton
        op={removeAddress}
        scope={scope}
        whyNot={unreadable}
        size="sm"
        look="quiet"
        className="text-bad"
        aria-haspopup="dialog"
        aria-label={`Remove ${entry.value}`}
        onPress={() => onRemove([entry])}
      >
        Remove
      </ActionButton>
    </span>
  )
}
