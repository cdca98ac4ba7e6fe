'use client'
import { createContext, useContext } from 'react'
import type { SnapshotRow } from './snapshot-row'
import type { Policy } from './use-policy'

/** What the rows of the snapshot table need of the page around them. */
type Around = {
  place: { groupId: string; clusterName: string }
  policy: Policy
  onRestore: (snapshotId: string) => void
  onKeep: (row: SnapshotRow) => void
}

const Context = createContext<Around | undefined>(undefined)
export const AroundSnapshots = Context.Provider

export function useAround(): Around {
  const around = useContext(Context)
  if (!around) throw new Error('Rows of snapshots need AroundSnapshots')
  return around
}
